// verdict_memory.cc - see verdict_memory.hpp.
#include "vetting/verdict_memory.hpp"

#include <ingest/connector.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"
#include "vetting/verdict_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using Verdicts = std::map<std::string, RememberedVerdict>;

constexpr const char* kSource = "plugins";

fs::path file_in(const fs::path& folder) { return folder / "connectors.json"; }

// A program that was built anew is another file, of another size or time.
std::string host_identity(const fs::path& program) {
  std::string identity = "ingest " INGEST_VERSION ", connector ABI " +
                         std::to_string(INGEST_ABI_MAJOR) + "." + std::to_string(INGEST_ABI_MINOR);
  struct stat facts {};
  if (::stat(program.c_str(), &facts) != 0) return identity;
  for (const auto number : {std::int64_t{facts.st_size}, std::int64_t{facts.st_mtim.tv_sec},
                            std::int64_t{facts.st_mtim.tv_nsec}})
    identity += " " + std::to_string(number);
  return identity + " " + std::to_string(facts.st_ino);
}

bool is_gone(const std::string& path) {
  struct stat facts {};
  return ::lstat(path.c_str(), &facts) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

// None when there is none, or none that can be believed; that is told at this level.
Verdicts read_verdicts(const fs::path& folder, const std::string& host, LogLevel told) {
  const fs::path file = file_in(folder);
  std::error_code error;
  if (!fs::exists(fs::symlink_status(file, error))) return {};
  try {
    check_private_folder(folder);
    return decode_verdicts(read_private_file(file, Secrecy::kPlain, kLargestVerdictFile), host);
  } catch (const std::exception& e) {
    log(told, kSource,
        "what was found out about connectors before is not used, since " + file.string() +
            " is damaged: " + e.what() + "; it will be written anew");
    return {};
  }
}

}  // namespace

VerdictMemory::VerdictMemory(const fs::path& state_dir, const fs::path& program)
    : folder_(state_dir),
      host_(host_identity(program)),
      verdicts_(read_verdicts(folder_, host_, LogLevel::kWarn)) {}

const RememberedVerdict* VerdictMemory::find(const fs::path& path, const FileStamp& stamp) const {
  const auto found = verdicts_.find(path.string());
  return found != verdicts_.end() && found->second.stamp == stamp ? &found->second : nullptr;
}

void VerdictMemory::keep(const fs::path& path, const FileStamp& stamp, const Probe& probe) {
  RememberedVerdict verdict{stamp, probe};
  changes_[path.string()] = verdict;
  verdicts_[path.string()] = std::move(verdict);
}

void VerdictMemory::forget(const fs::path& path) {
  changes_[path.string()] = std::nullopt;
  verdicts_.erase(path.string());
}

void VerdictMemory::save() noexcept {
  if (changes_.empty()) return;
  try {
    write();
    changes_.clear();
  } catch (const std::exception& e) {
    log(LogLevel::kDebug, kSource,
        std::string("what was found out about connectors is not remembered: ") + e.what());
  }
}

// What another process wrote meanwhile stays, but for the files that this one looked at.
void VerdictMemory::write() {
  make_private_folder(folder_);
  const FolderLock lock(folder_, std::chrono::milliseconds(0));
  Verdicts all = read_verdicts(folder_, host_, LogLevel::kDebug);
  for (const auto& [path, verdict] : changes_) {
    if (verdict) {
      all[path] = *verdict;
    } else {
      all.erase(path);
    }
  }
  std::erase_if(all, [](const auto& entry) { return is_gone(entry.first); });
  replace_file(file_in(folder_), encode_verdicts(all, host_));
}

}  // namespace ingest::host

// replaced_file.cc - see replaced_file.hpp.
#include "storage/replaced_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kPause{20};

fs::path beside(const fs::path& file) {
  return file.parent_path() / ("." + file.filename().string() + ".new");
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder, std::chrono::milliseconds patience)
    : folder_(File::open_folder(folder)) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (::flock(folder_.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) throw_file_error("lock", folder, errno);
    if (std::chrono::steady_clock::now() >= end)
      throw Failure(ExitStatus::kLocked, "another ingest is changing " + folder.string(),
                    "wait until it is done; 'fuser " + folder.string() + "' names it");
    std::this_thread::sleep_for(kPause);
  }
}

void replace_file(const fs::path& path, std::string_view content) {
  const fs::path fresh = beside(path);
  if (::unlink(fresh.c_str()) != 0 && errno != ENOENT) throw_file_error("remove", fresh, errno);
  int descriptor = -1;
  do {
    descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) throw_file_error("create", fresh, errno);
  try {
    File file = File::adopt(descriptor, fresh);
    file.write(content);
    file.sync();
    file.close();
    rename_path(fresh, path);
  } catch (const Failure&) {
    ::unlink(fresh.c_str());
    throw;
  }
  sync_folder(path.parent_path());
}

void remove_file(const fs::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw_file_error("remove", path, errno);
  sync_folder(path.parent_path());
}

}  // namespace ingest::host

#include "output/file_failure.hpp"

#include <sys/resource.h>
#include <sys/statvfs.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace ingest::host {
namespace {

ExitStatus status_of(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EIO:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return ExitStatus::kInternal;
    default:
      return ExitStatus::kConfig;
  }
}

std::string hint_for(int error_number) {
  switch (error_number) {
    case ENOSPC:
      return "Make room on that file system, or choose another folder with --out.";
    case EDQUOT:
      return "The quota of this user or project is used up there: remove what isn't needed, have "
             "it "
             "raised, or choose another folder with --out.";
    case EFBIG:
      return "A limit on the size of a file is in force (ulimit -f, or LimitFSIZE of the service): "
             "raise it.";
    case EROFS:
      return "The file system is mounted read-only, perhaps because of an error of the disk: see "
             "what the system's log says, or choose another folder with --out.";
    case EMFILE:
    case ENFILE:
      return "Too many files are open: raise the limit (ulimit -n).";
    case EIO:
      return "The disk failed; see what the system's log says.";
    case EACCES:
    case EPERM:
      return "Give this user the right to write there, or choose another folder with --out.";
    default:
      return {};
  }
}

// What is free where path lies, or would lie.
std::string room_at(std::filesystem::path path) {
  struct statvfs facts {};
  while (::statvfs(path.c_str(), &facts) != 0) {
    if (!path.has_relative_path()) return {};
    path = path.parent_path();
  }
  return size_text(std::uint64_t{facts.f_bavail} * facts.f_frsize) + " of " +
         size_text(std::uint64_t{facts.f_blocks} * facts.f_frsize) + " are free there";
}

std::string limit_text(int error_number, const std::filesystem::path& path) {
  if (error_number == ENOSPC) {
    const std::string room = room_at(path);
    return room.empty() ? room : " (" + room + ")";
  }
  rlimit limit{};
  if (error_number == EFBIG && ::getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
      limit.rlim_cur != RLIM_INFINITY)
    return " (no file may have more than " + size_text(limit.rlim_cur) + ")";
  return {};
}

}  // namespace

FileFailure::FileFailure(int error_number, std::filesystem::path path, const std::string& what,
                         const std::string& hint)
    : Failure(status_of(error_number), what, hint),
      error_number_(error_number),
      path_(std::move(path)) {}

bool FileFailure::is_out_of_room() const noexcept {
  return error_number_ == ENOSPC || error_number_ == EDQUOT || error_number_ == EFBIG;
}

void throw_file_error(std::string_view tried, const std::filesystem::path& path, int error_number) {
  throw FileFailure(error_number, path,
                    "can't " + std::string(tried) + " " + path.string() + ": " +
                        std::generic_category().message(error_number) +
                        limit_text(error_number, path),
                    hint_for(error_number));
}

void throw_write_error(const std::filesystem::path& path, std::uint64_t size, int error_number) {
  throw_file_error("write " + size_text(size) + " more to", path, error_number);
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits{"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return std::to_string(bytes) + " bytes";
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  for (; value >= 999.95 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %s", value, kUnits[unit]);
  return text.data();
}

}  // namespace ingest::host

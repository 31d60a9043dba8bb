// opened_file.cc - see opened_file.hpp.
#include "loader/opened_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "loader/connector_fault.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFinding = "finding the file";
constexpr const char* kOpening = "opening the file";

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

OpenedFile OpenedFile::open(const fs::path& file) {
  std::error_code error;
  const fs::path canonical = fs::canonical(file, error);
  if (error)
    throw ConnectorFault(file, kFinding, error.message(),
                         "check the path, or list what is there with 'ingest plugins list'");
  int descriptor = -1;
  do {
    descriptor =
        ::open(canonical.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0)
    throw ConnectorFault(canonical, kOpening, std::strerror(errno), "check the file's permissions");
  OpenedFile opened(descriptor, canonical);
  // A folder on the way may have become a link after the name was resolved.
  const fs::path there = fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor), error);
  if (error || there != canonical)
    throw ConnectorFault(canonical, kOpening, "another file came in its place meanwhile",
                         "try again once nobody is replacing it");
  opened.examine();
  return opened;
}

OpenedFile OpenedFile::adopt(int descriptor, const fs::path& path) {
  OpenedFile opened(descriptor, path);
  const int mode = ::fcntl(descriptor, F_GETFL);
  if (mode < 0 || (mode & O_ACCMODE) != O_RDONLY || ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) {
    if (mode < 0) opened.descriptor_ = -1;
    throw ConnectorFault(path, kOpening,
                         "descriptor " + std::to_string(descriptor) + " is not open for reading",
                         "it is handed down by ingest itself: do not start this by hand");
  }
  opened.examine();
  return opened;
}

void OpenedFile::examine() {
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0)
    throw ConnectorFault(path_, kOpening, std::strerror(errno), "try again");
  if (!S_ISREG(facts.st_mode))
    throw ConnectorFault(path_, kOpening, "not a regular file", "a connector is a file of its own");
  stamp_.inode = facts.st_ino;
  stamp_.size = static_cast<std::uint64_t>(facts.st_size);
  stamp_.mtime = nanoseconds(facts.st_mtim);
  stamp_.ctime = nanoseconds(facts.st_ctim);
}

OpenedFile::OpenedFile(OpenedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      stamp_(other.stamp_) {}

OpenedFile& OpenedFile::operator=(OpenedFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  std::swap(stamp_, other.stamp_);
  return *this;
}

OpenedFile::~OpenedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace ingest::host

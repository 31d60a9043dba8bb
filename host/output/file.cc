#include "output/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

constexpr mode_t kFileMode = 0640;
constexpr mode_t kFolderMode = 0750;

bool disk_is_to_blame(int error_number) {
  return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG ||
         error_number == EIO || error_number == EMFILE || error_number == ENFILE;
}

std::string hint_for(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return "Free some space there, or choose another folder with --out. Nothing of this run was "
             "kept.";
    case EFBIG:
      return "A limit on file sizes is in force (ulimit -f); raise it. Nothing of this run was "
             "kept.";
    case EMFILE:
    case ENFILE:
      return "Too many files are open; raise the limit (ulimit -n).";
    case EACCES:
    case EPERM:
    case EROFS:
      return "Give this user the right to write there, or choose another folder with --out.";
    default:
      return {};
  }
}

int open_or_throw(std::string_view tried, const std::filesystem::path& path, int flags) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, kFileMode);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) throw_file_error(tried, path, errno);
  return descriptor;
}

}  // namespace

void throw_file_error(std::string_view tried, const std::filesystem::path& path, int error_number) {
  const ExitStatus status =
      disk_is_to_blame(error_number) ? ExitStatus::kInternal : ExitStatus::kConfig;
  throw Failure(status,
                "can't " + std::string(tried) + " " + path.string() + ": " +
                    std::generic_category().message(error_number),
                hint_for(error_number));
}

File File::open_to_read(const std::filesystem::path& path) {
  return {open_or_throw("read", path, O_RDONLY), path};
}

File File::create_to_write(const std::filesystem::path& path) {
  return {open_or_throw("create", path, O_WRONLY | O_CREAT | O_EXCL), path};
}

File File::open_to_append(const std::filesystem::path& path) {
  return {open_or_throw("write", path, O_WRONLY | O_CREAT | O_APPEND), path};
}

File File::open_for_lock(const std::filesystem::path& path) {
  return {open_or_throw("write", path, O_RDWR | O_CREAT), path};
}

File File::open_folder(const std::filesystem::path& path) {
  return {open_or_throw("open", path, O_RDONLY | O_DIRECTORY), path};
}

void File::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_file_error("write", path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void File::write_at(std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_file_error("write", path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
}

void File::read_at(char* out, std::size_t size, std::uint64_t offset) const {
  while (size > 0) {
    const ssize_t n = ::pread(descriptor_, out, size, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_file_error("read", path_, errno);
    if (n == 0)
      throw Failure(ExitStatus::kInternal, path_.string() + " is shorter than it was written");
    out += n;
    size -= static_cast<std::size_t>(n);
    offset += static_cast<std::uint64_t>(n);
  }
}

std::size_t File::read_some(char* out, std::size_t size) {
  for (;;) {
    const ssize_t n = ::read(descriptor_, out, size);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) throw_file_error("read", path_, errno);
  }
}

std::uint64_t File::size() const {
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0) throw_file_error("examine", path_, errno);
  return static_cast<std::uint64_t>(facts.st_size);
}

void File::sync() {
  if (::fsync(descriptor_) != 0) throw_file_error("bring to disk", path_, errno);
}

void File::close() {
  const int descriptor = std::exchange(descriptor_, -1);
  if (descriptor >= 0 && ::close(descriptor) != 0 && errno != EINTR)
    throw_file_error("close", path_, errno);
}

void File::reset() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void make_folders(const std::filesystem::path& path) {
  std::filesystem::path sofar;
  for (const std::filesystem::path& part : path) {
    sofar /= part;
    if (::mkdir(sofar.c_str(), kFolderMode) == 0) continue;
    const int error_number = errno;
    std::error_code ignored;
    if (!std::filesystem::is_directory(sofar, ignored))
      throw_file_error("create folder", sofar, error_number == EEXIST ? ENOTDIR : error_number);
  }
}

void sync_folder(const std::filesystem::path& path) { File::open_folder(path).sync(); }

void rename_path(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0)
    throw_file_error("rename " + from.string() + " to", to, errno);
}

}  // namespace ingest::host

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

int open_or_throw(std::string_view tried, const std::filesystem::path& path, int flags) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, kFileMode);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) throw_file_error(tried, path, errno);
  return descriptor;
}

// The folder above may be one that we may write to but not read, and so not bring to disk.
void sync_entry(const std::filesystem::path& made) {
  std::filesystem::path above = made.parent_path();
  if (above.empty()) above = ".";
  const int descriptor = ::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

template <class Made>
void make_each(const std::filesystem::path& path, Made&& made) {
  std::filesystem::path sofar;
  for (const std::filesystem::path& part : path) {
    sofar /= part;
    if (::mkdir(sofar.c_str(), kFolderMode) == 0) {
      made(sofar);
      continue;
    }
    const int error_number = errno;
    std::error_code ignored;
    if (!std::filesystem::is_directory(sofar, ignored))
      throw_file_error("create folder", sofar, error_number == EEXIST ? ENOTDIR : error_number);
  }
}

}  // namespace

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
    if (n < 0) throw_write_error(path_, bytes.size(), errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void File::write_at(std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_write_error(path_, bytes.size(), errno);
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

void File::start_sync() noexcept { ::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE); }

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
  make_each(path, [](const auto&) {});
}

void make_folders_on_disk(const std::filesystem::path& path) { make_each(path, sync_entry); }

void sync_folder(const std::filesystem::path& path) { File::open_folder(path).sync(); }

void remove_tree(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) throw_file_error("remove", path, error.value());
}

void rename_path(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0)
    throw_file_error("rename " + from.string() + " to", to, errno);
}

}  // namespace ingest::host

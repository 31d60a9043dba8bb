#include "recording/recording_layout.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "diagnostics/failure.hpp"
#include "output/sha256.hpp"

namespace ingest::host {
namespace {

constexpr mode_t kPrivate = 0600;

File open_as(const char* tried, const std::filesystem::path& path, int flags) {
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, kPrivate);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) throw_file_error(tried, path, errno);
  return File::adopt(descriptor, path);
}

}  // namespace

std::filesystem::path manifest_of(const std::filesystem::path& recording) {
  return recording / "manifest.json";
}

std::filesystem::path map_of(const std::filesystem::path& recording) {
  return recording / "map.json";
}

std::filesystem::path unit_index_of(const std::filesystem::path& recording) {
  return recording / "units.binpb.gz";
}

std::filesystem::path pages_of(const std::filesystem::path& recording, std::string_view unit) {
  return recording / "units" / (hex(sha256(unit)).substr(0, 32) + ".binpb.gz");
}

File open_recorded(const std::filesystem::path& path) {
  File file = open_as("read", path, O_RDONLY | O_NONBLOCK);
  struct stat facts {};
  if (::fstat(file.descriptor(), &facts) != 0) throw_file_error("examine", path, errno);
  if (!S_ISREG(facts.st_mode))
    throw Failure(ExitStatus::kConfig, path.string() + " is no regular file");
  return file;
}

File create_private(const std::filesystem::path& path) {
  return open_as("create", path, O_WRONLY | O_CREAT | O_EXCL);
}

File open_private_to_append(const std::filesystem::path& path) {
  return open_as("write", path, O_WRONLY | O_CREAT | O_APPEND);
}

}  // namespace ingest::host

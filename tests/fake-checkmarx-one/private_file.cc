#include "private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace fake_cx1 {
namespace {

[[noreturn]] void Fail(const std::filesystem::path& path) {
  throw std::runtime_error(path.string() + ": " + std::strerror(errno));
}

}  // namespace

void WritePrivateFile(const std::filesystem::path& path, std::string_view content) {
  // A file left over from an earlier run may have a wider mode, which O_CREAT would not change.
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) Fail(path);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) Fail(path);
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      ::close(fd);
      Fail(path);
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::close(fd) != 0) Fail(path);
}

}  // namespace fake_cx1

// mapped_file.cc - see mapped_file.hpp. Reads /proc/self/maps line by line:
// "7f2c0000-7f2c1000 r-xp 00000000 08:01 1234    /usr/lib/x.so".
#include "worker/mapped_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ingest::host {
namespace {

class Maps {
 public:
  Maps() noexcept : descriptor_(::open("/proc/self/maps", O_RDONLY | O_CLOEXEC)) {}
  ~Maps() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Maps(const Maps&) = delete;
  Maps& operator=(const Maps&) = delete;

  // One line without its end, cut at its end when it is too long. False: there is none.
  bool next(char* line, std::size_t most, std::size_t& size) noexcept {
    size = 0;
    while (true) {
      if (at_ == end_ && !fill()) return size > 0;
      const char c = buffer_[at_++];
      if (c == '\n') return true;
      if (size < most) line[size++] = c;
    }
  }

 private:
  bool fill() noexcept {
    if (descriptor_ < 0) return false;
    ssize_t n = 0;
    do {
      n = ::read(descriptor_, buffer_, sizeof(buffer_));
    } while (n < 0 && errno == EINTR);
    at_ = 0;
    end_ = n > 0 ? static_cast<std::size_t>(n) : 0;
    return n > 0;
  }

  const int descriptor_;
  char buffer_[4096];
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

std::uint64_t hexadecimal(const char*& text, const char* end) noexcept {
  std::uint64_t value = 0;
  for (; text != end; ++text) {
    const char c = *text;
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) break;
    value = value * 16 + static_cast<std::uint64_t>(digit);
  }
  return value;
}

}  // namespace

std::size_t mapped_file(std::uint64_t address, char* out, std::size_t most) noexcept {
  Maps maps;
  char line[4096 + 128];
  std::size_t size = 0;
  while (maps.next(line, sizeof(line), size)) {
    const char* at = line;
    const char* end = line + size;
    const std::uint64_t from = hexadecimal(at, end);
    if (at == end || *at++ != '-') continue;
    const std::uint64_t to = hexadecimal(at, end);
    if (address < from || address >= to) continue;
    const auto* path =
        static_cast<const char*>(std::memchr(at, '/', static_cast<std::size_t>(end - at)));
    if (path == nullptr) return 0;
    auto length = static_cast<std::size_t>(end - path);
    if (length > most) {
      path += length - most;
      length = most;
    }
    std::memcpy(out, path, length);
    return length;
  }
  return 0;
}

}  // namespace ingest::host

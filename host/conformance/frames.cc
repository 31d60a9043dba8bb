// frames.cc - see frames.hpp.
#include "conformance/frames.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace ingest::host::conformance {
namespace {

constexpr std::size_t kHead = 1 + sizeof(std::uint32_t);

bool write_all(int descriptor, const char* data, std::size_t size) noexcept {
  while (size > 0) {
    const ssize_t n = ::write(descriptor, data, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    data += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

bool write_frame(int descriptor, char letter, std::string_view bytes) noexcept {
  char head[kHead];
  head[0] = letter;
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::memcpy(head + 1, &size, sizeof(size));
  return write_all(descriptor, head, sizeof(head)) &&
         write_all(descriptor, bytes.data(), bytes.size());
}

bool FrameReader::read(int descriptor) {
  char piece[65536];
  for (;;) {
    const ssize_t n = ::read(descriptor, piece, sizeof(piece));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return true;
    if (n <= 0) return false;
    const auto size = static_cast<std::size_t>(n);
    if (size > left_) {
      malformed_ = true;
      return false;
    }
    left_ -= size;
    buffer_.append(piece, size);
  }
}

std::optional<Frame> FrameReader::next() {
  if (malformed_ || buffer_.size() - at_ < kHead) return std::nullopt;
  std::uint32_t size = 0;
  std::memcpy(&size, buffer_.data() + at_ + 1, sizeof(size));
  if (size > left_ + (buffer_.size() - at_)) {
    malformed_ = true;
    return std::nullopt;
  }
  if (buffer_.size() - at_ - kHead < size) return std::nullopt;
  Frame frame{buffer_[at_], buffer_.substr(at_ + kHead, size)};
  at_ += kHead + size;
  if (at_ > (std::size_t{1} << 20U) || at_ == buffer_.size()) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  return frame;
}

}  // namespace ingest::host::conformance

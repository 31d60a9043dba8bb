// frames.hpp - what the processes of a check tell each other over pipes: one letter, a length and
// bytes. A reader believes nothing but the bounds. One thread each.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host::conformance {

struct Frame {
  char letter = 0;
  std::string bytes;
};

// Blocks until all of it is written. False when nobody reads any more.
bool write_frame(int descriptor, char letter, std::string_view bytes) noexcept;

class FrameReader {
 public:
  // most: bytes of all frames together; beyond it the stream is malformed.
  explicit FrameReader(std::size_t most) : left_(most) {}
  // Takes what can be read without waiting; the descriptor does not block. False at its end.
  bool read(int descriptor);
  // The next whole frame.
  std::optional<Frame> next();
  bool malformed() const noexcept { return malformed_; }

 private:
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t left_;
  bool malformed_ = false;
};

}  // namespace ingest::host::conformance

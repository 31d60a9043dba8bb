// box_text.hpp - texts in the black box: written by one, read by another process at any time. What
// is too long is cut.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <string_view>

#include "worker/black_box.hpp"

namespace ingest::host {

// Around the writing of what a sequence number guards. One writer at a time.
class WritingText {
 public:
  explicit WritingText(std::atomic<std::uint32_t>& sequence) noexcept : sequence_(sequence) {
    sequence_.store(sequence_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
  }
  ~WritingText() {
    sequence_.store(sequence_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }
  WritingText(const WritingText&) = delete;
  WritingText& operator=(const WritingText&) = delete;

 private:
  std::atomic<std::uint32_t>& sequence_;
};

template <std::size_t kMax>
void set_text(BoxText<kMax>& text, std::string_view value) noexcept {
  const std::size_t size = std::min(value.size(), kMax);
  if (size > 0) std::memcpy(text.bytes, value.data(), size);
  text.size = static_cast<std::uint32_t>(size);
}

template <std::size_t kMax>
std::string text_of(const BoxText<kMax>& text) {
  return std::string(text.bytes, std::min<std::size_t>(text.size, kMax));
}

// Calls read until nobody wrote meanwhile, and says so: true. After some attempts it gives up and
// says false; what was read then is what is there, perhaps half of one text and half of another. It
// does not yield: whoever broke the sequence numbers would choose how long the reader takes.
template <class Read>
bool read_guarded(const std::atomic<std::uint32_t>& sequence, Read&& read) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    const std::uint32_t before = sequence.load(std::memory_order_acquire);
    read();
    std::atomic_thread_fence(std::memory_order_acquire);
    if (before % 2 == 0 && sequence.load(std::memory_order_relaxed) == before) return true;
  }
  return false;
}

}  // namespace ingest::host

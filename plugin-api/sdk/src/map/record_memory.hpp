// record_memory.hpp - room for what one record needs while it is read and mapped: handed out front
// to back, given up all at once, and used again for the next record. What lies in it is not
// destroyed. Not thread-safe; one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ingest::sdk::map {

class RecordMemory {
 public:
  RecordMemory() = default;
  RecordMemory(const RecordMemory&) = delete;
  RecordMemory& operator=(const RecordMemory&) = delete;

  char* room(std::size_t bytes) {
    if (bytes > static_cast<std::size_t>(end_ - at_)) grow(bytes);
    char* const place = at_;
    at_ += bytes;
    return place;
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* const place = room(text.size());
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  // So many of them, not initialised.
  template <class T>
  T* array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    const auto past = reinterpret_cast<std::uintptr_t>(at_) % kAlignment;
    const std::size_t gap = past == 0 ? 0 : kAlignment - past;
    const std::size_t bytes = count * sizeof(T);
    if (gap + bytes > static_cast<std::size_t>(end_ - at_)) {
      grow(bytes);  // the start of a block is aligned
    } else {
      at_ += gap;
    }
    char* const place = at_;
    at_ += bytes;
    return reinterpret_cast<T*>(place);
  }

  // Everything handed out is gone. Some of the room stays, at most kKept.
  void release();

 private:
  static constexpr std::size_t kAlignment = 8;
  static constexpr std::size_t kBlock = std::size_t{16} << 10U;
  static constexpr std::size_t kKept = std::size_t{256} << 10U;

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };

  void grow(std::size_t bytes);
  void add(std::size_t size);

  char* at_ = nullptr;
  char* end_ = nullptr;
  std::vector<Block> blocks_;  // the last one is in use
};

}  // namespace ingest::sdk::map

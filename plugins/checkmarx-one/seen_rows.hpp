// seen_rows.hpp - which rows of a scan have come, and where: at most 16 bytes a row once there are
// some thousands, also while it grows, for scans may have millions. Rows are told apart by 64 bits
// of their text. Not thread-safe; one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace checkmarx::one {

// Where a row came last.
struct SeenRow {
  std::uint32_t reading : 2 = 0;  // from 1
  std::uint32_t before : 1 = 0;   // known from an earlier reading
  std::uint32_t index : 29 = 0;   // of the page in its reading
};
static_assert(sizeof(SeenRow) == 4);

class SeenRows {
 public:
  // The row's entry, and whether it is new: then it is seen. References hold until the next
  // emplace.
  std::pair<SeenRow&, bool> emplace(std::uint64_t key, SeenRow seen);
  const SeenRow* find(std::uint64_t key) const;
  void clear();

  std::size_t size() const noexcept { return size_; }
  std::size_t bytes() const noexcept;  // of memory

 private:
  // A part of the rows, by their keys, grows on its own: so little is copied at a time.
  struct Part {
    std::vector<std::uint64_t> keys;
    std::vector<SeenRow> rows;  // reading 0: the place is free
    std::size_t used = 0;

    std::size_t place_of(std::uint64_t key) const;
    void grow();
  };
  static constexpr std::size_t kParts = 64;

  std::vector<Part> parts_;  // none, or kParts
  std::size_t size_ = 0;
};

}  // namespace checkmarx::one

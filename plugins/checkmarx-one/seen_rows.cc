#include "checkmarx-one/seen_rows.hpp"

#include <algorithm>

namespace checkmarx::one {
namespace {

constexpr std::size_t kLeastPlaces = 16;

// Spreads keys of any kind; the finaliser of splitmix64.
std::uint64_t mixed(std::uint64_t key) noexcept {
  key = (key ^ (key >> 30U)) * 0xBF58476D1CE4E5B9U;
  key = (key ^ (key >> 27U)) * 0x94D049BB133111EBU;
  return key ^ (key >> 31U);
}

}  // namespace

// Its own, or the free one where it belongs. There is always a free one.
std::size_t SeenRows::Part::place_of(std::uint64_t key) const {
  // The lower half: the highest bits have chosen the part.
  std::size_t place = (mixed(key) & 0xFFFFFFFFU) * keys.size() >> 32U;
  while (rows[place].reading != 0 && keys[place] != key) {
    if (++place == keys.size()) place = 0;
  }
  return place;
}

// By a fifth, at nine tenths: 12 bytes a place are 16 a row at most.
void SeenRows::Part::grow() {
  Part larger;
  larger.keys.resize(std::max(kLeastPlaces, keys.size() + keys.size() / 5));
  larger.rows.resize(larger.keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (rows[i].reading == 0) continue;
    const std::size_t place = larger.place_of(keys[i]);
    larger.keys[place] = keys[i];
    larger.rows[place] = rows[i];
  }
  larger.used = used;
  *this = std::move(larger);
}

std::pair<SeenRow&, bool> SeenRows::emplace(std::uint64_t key, SeenRow seen) {
  if (parts_.empty()) parts_.resize(kParts);
  Part& part = parts_[mixed(key) >> 58U];
  if (part.used * 10 >= part.keys.size() * 9) part.grow();
  const std::size_t place = part.place_of(key);
  SeenRow& row = part.rows[place];
  if (row.reading != 0) return {row, false};
  part.keys[place] = key;
  row = seen;
  ++part.used;
  ++size_;
  return {row, true};
}

const SeenRow* SeenRows::find(std::uint64_t key) const {
  if (parts_.empty()) return nullptr;
  const Part& part = parts_[mixed(key) >> 58U];
  if (part.keys.empty()) return nullptr;
  const SeenRow& row = part.rows[part.place_of(key)];
  return row.reading == 0 ? nullptr : &row;
}

void SeenRows::clear() {
  std::vector<Part>().swap(parts_);
  size_ = 0;
}

std::size_t SeenRows::bytes() const noexcept {
  std::size_t bytes = 0;
  for (const Part& part : parts_)
    bytes += part.keys.capacity() * sizeof(std::uint64_t) + part.rows.capacity() * sizeof(SeenRow);
  return bytes;
}

}  // namespace checkmarx::one

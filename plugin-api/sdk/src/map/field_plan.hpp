// field_plan.hpp - the members that are read of one object, as a tree with each member in it once.
// A record is read once, token by token; from then on paths find their values by number, and no
// row looks a member up by its name. Immutable once built, so thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace ingest::sdk::map {

class FieldPlan {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // The number of the member inside another one of the plan, or of the object itself (kNone).
  std::uint32_t member(std::uint32_t within, std::string_view name);

  // Its value is wanted as a whole: of an array or object, all that is inside.
  void want(std::uint32_t field) { nodes_[field].whole = true; }

  // kNone when nothing is read of it.
  std::uint32_t find(std::uint32_t within, std::string_view name) const noexcept {
    for (std::size_t at = slot(within, name);; at = (at + 1) & (index_.size() - 1)) {
      const std::uint32_t field = index_[at];
      if (field == kNone || is(field, within, name)) return field;
    }
  }

  // Whether the field is the member.
  bool is(std::uint32_t field, std::uint32_t within, std::string_view name) const noexcept {
    const Node& node = nodes_[field];
    return node.within == within && node.size == name.size() &&
           equal(node.name.data(), name.data(), node.size);
  }

  bool is_whole(std::uint32_t field) const noexcept { return nodes_[field].whole; }
  std::uint32_t within(std::uint32_t field) const noexcept { return nodes_[field].within; }
  std::size_t size() const noexcept { return nodes_.size(); }

 private:
  struct Node {
    std::uint32_t within;
    std::uint32_t size;
    bool whole = false;
    std::string name;
  };

  // Names are short: words of eight or four bytes, which may overlap, make a call spared.
  static bool equal(const char* a, const char* b, std::size_t size) noexcept {
    const auto same = [&]<class Word>(Word, std::size_t at) {
      Word x = 0;
      Word y = 0;
      std::memcpy(&x, a + at, sizeof(Word));
      std::memcpy(&y, b + at, sizeof(Word));
      return x == y;
    };
    if (size > 16) return std::memcmp(a, b, size) == 0;
    if (size >= 8) return same(std::uint64_t{}, 0) && same(std::uint64_t{}, size - 8);
    if (size >= 4) return same(std::uint32_t{}, 0) && same(std::uint32_t{}, size - 4);
    return size == 0 || (a[0] == b[0] && a[size - 1] == b[size - 1] && a[size / 2] == b[size / 2]);
  }

  // Where to begin to look; a few letters tell the members of real objects apart.
  std::size_t slot(std::uint32_t within, std::string_view name) const noexcept {
    std::uint32_t hash = (within + 1) * 0x9E3779B1U ^ static_cast<std::uint32_t>(name.size())
                                                          << 24U;
    if (!name.empty()) {
      const auto letter = [&](std::size_t i) {
        return std::uint32_t(static_cast<unsigned char>(name[i]));
      };
      hash ^= letter(0) | letter(name.size() / 2) << 8U | letter(name.size() - 1) << 16U;
    }
    hash *= 0x85EBCA6BU;
    return (hash ^ hash >> 15U) & (index_.size() - 1);
  }
  void put(std::uint32_t field) noexcept;

  std::vector<Node> nodes_;  // a member stands after the one that it is in
  std::vector<std::uint32_t> index_ = std::vector<std::uint32_t>(16, kNone);  // a power of two
};

// One for each object that paths start from.
struct FieldPlans {
  FieldPlan root;
  FieldPlan row;
};

}  // namespace ingest::sdk::map

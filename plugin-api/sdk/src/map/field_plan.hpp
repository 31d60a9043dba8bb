// field_plan.hpp - the members that are read of one object, as a tree with each member in it once.
// A record is read once, token by token; from then on paths find their values by number, and no
// row looks a member up by its name. Immutable once built, so thread-safe.
#pragma once

#include <cstdint>
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
      if (field == kNone) return kNone;
      const Node& node = nodes_[field];
      if (node.within == within && node.name == name) return field;
    }
  }

  bool is_whole(std::uint32_t field) const noexcept { return nodes_[field].whole; }
  std::uint32_t within(std::uint32_t field) const noexcept { return nodes_[field].within; }
  std::size_t size() const noexcept { return nodes_.size(); }

 private:
  struct Node {
    std::uint32_t within;
    bool whole = false;
    std::string name;
  };

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

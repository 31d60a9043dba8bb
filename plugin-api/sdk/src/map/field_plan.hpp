// field_plan.hpp - the members that a map reads of one object, as a tree with each member in it
// once. A record's object is walked once; from then on paths find their values by number, and no
// row looks a member up by its name. Immutable once built, so thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ingest::sdk::map {

class FieldPlan {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // The number of the member inside another one of the plan, or of the object itself (kNone).
  std::uint32_t member(std::uint32_t within, std::string_view name);

  std::size_t size() const noexcept { return nodes_.size(); }

  // Puts the value of every member where its number says; null for what is not there, or JSON null.
  // values has room for size().
  void read(const boost::json::object& from, const boost::json::value** values) const noexcept;

 private:
  struct Node {
    std::uint32_t within;
    std::string name;
  };
  std::vector<Node> nodes_;  // a member stands after the one that it is in
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> known_;
};

// One for each object that paths start from.
struct FieldPlans {
  FieldPlan root;
  FieldPlan row;
};

}  // namespace ingest::sdk::map

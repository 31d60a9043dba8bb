// path.hpp - a place in the source: "repoUrl", "findings[].data.packageData[].url",
// "tags[\"a.b\"]". Compiled once, resolved often; immutable, so thread-safe.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "field_plan.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

// What paths can start from. item is the element at hand inside an "each", null elsewhere.
struct Scope {
  const boost::json::object* root = nullptr;
  const boost::json::object* row = nullptr;
  const boost::json::value* item = nullptr;
  std::string_view item_key;  // when the elements are members of an object
  // What the plan's FieldPlans read of root and row; null: paths look for themselves.
  const boost::json::value* const* root_values = nullptr;
  const boost::json::value* const* row_values = nullptr;
};

class Path {
 public:
  // relative: inside an "each", where a path starts at the element, and $key and $value are its
  // name and itself. Throws Error(INGEST_E_CONFIG).
  static Path parse(std::string_view text, bool relative = false);

  // Takes its members into the plan, and from then on their values out of a scope that has them.
  void bind(FieldPlans& plans);

  // The value there; a list when the path says [] (an absent list is an empty one, and what is no
  // array counts as a list of one).
  Value resolve(const Scope& scope) const;

  // Null when there is nothing, or JSON null. Only for paths without [].
  const boost::json::value* find(const Scope& scope) const;

  const std::string& text() const noexcept { return text_; }
  bool in_row() const noexcept { return start_ == Start::kRow; }
  bool is_list() const noexcept { return is_list_; }
  bool is_key() const noexcept { return start_ == Start::kItemKey; }

  struct Segment {
    std::string member;  // empty with each
    bool each = false;   // every element of an array
    bool operator==(const Segment&) const = default;
  };
  const std::vector<Segment>& segments() const noexcept { return segments_; }

 private:
  enum class Start { kRoot, kRow, kItem, kItemKey };
  void collect(const boost::json::value& from, std::size_t segment, Value::List& found) const;

  std::string text_;
  Start start_ = Start::kRoot;
  bool is_list_ = false;
  std::uint32_t field_ = FieldPlan::kNone;  // of the members before the first []
  std::vector<Segment> segments_;
};

}  // namespace ingest::sdk::map

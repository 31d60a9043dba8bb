// path.hpp - a place in the source: "repoUrl", "findings[].data.packageData[].url",
// "tags[\"a.b\"]". Compiled once, resolved often; immutable, so thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "field_plan.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

// What paths can start from. item is the element at hand inside an "each", null elsewhere.
struct Scope {
  const Item* root = nullptr;  // the values of the plan's FieldPlans, by number
  const Item* row = nullptr;   // null for an asset
  const Item* item = nullptr;
  std::string_view item_key;  // when the elements are members of an object
};

// A field of a scope's root or row.
struct ScopeField {
  std::uint32_t number = 0;
  bool of_row = false;

  const Item& in(const Scope& scope) const noexcept {
    return (of_row ? scope.row : scope.root)[number];
  }
};

class Path {
 public:
  // relative: inside an "each", where a path starts at the element, and $key and $value are its
  // name and itself. Throws Error(INGEST_E_CONFIG).
  static Path parse(std::string_view text, bool relative = false);

  // Takes its members into the plan. Before, a path that is not relative finds nothing.
  void bind(FieldPlans& plans);

  // The value there; a list, which memory takes, when the path says [] (an absent list is an empty
  // one, and what is no array counts as a list of one).
  Value resolve(const Scope& scope, RecordMemory& memory) const {
    if (is_list_) return resolve_list(scope, memory);
    if (start_ == Start::kItemKey) return Value::borrow(scope.item_key);
    const Item* at = find(scope);
    return at == nullptr ? Value() : Value::of(*at, memory);
  }

  // Null when there is nothing, or JSON null. Of paths with [], what is before the first.
  const Item* find(const Scope& scope) const {
    if (start_ == Start::kItem) return find_in_item(scope);
    const Item* values = start_ == Start::kRow ? scope.row : scope.root;
    if (values == nullptr || field_ == FieldPlan::kNone) return nullptr;
    return values[field_].is_there() ? &values[field_] : nullptr;
  }

  const std::string& text() const noexcept { return text_; }
  bool in_row() const noexcept { return start_ == Start::kRow; }
  bool is_list() const noexcept { return is_list_; }
  ScopeField field() const noexcept { return {field_, in_row()}; }  // once bound; not of an item
  bool is_key() const noexcept { return start_ == Start::kItemKey; }

  struct Segment {
    std::string member;  // empty with each
    bool each = false;   // every element of an array
    bool operator==(const Segment&) const = default;
  };
  const std::vector<Segment>& segments() const noexcept { return segments_; }

 private:
  enum class Start { kRoot, kRow, kItem, kItemKey };
  Value resolve_list(const Scope& scope, RecordMemory& memory) const;
  const Item* find_in_item(const Scope& scope) const;
  void collect(const Item& from, std::size_t segment, RecordMemory& memory,
               ListBuilder& found) const;

  std::string text_;
  Start start_ = Start::kRoot;
  bool is_list_ = false;
  std::uint32_t field_ = FieldPlan::kNone;  // of the members before the first []
  std::vector<Segment> segments_;
};

}  // namespace ingest::sdk::map

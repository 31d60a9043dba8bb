#include "path.hpp"

#include "ingest/sdk/connector.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kLongest = 512;
constexpr std::size_t kSegments = 32;
constexpr std::string_view kRowPrefix = "findings[]";

[[noreturn]] void fail(std::string_view path, const std::string& why) {
  throw Error(INGEST_E_CONFIG, "the path '" + cut(path) + "' " + why);
}

// Takes ["..."] off the front of rest, which starts with [".
std::string take_quoted(std::string_view path, std::string_view& rest) {
  std::string member;
  std::size_t i = 2;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    member += rest[i];
  }
  if (i + 1 >= rest.size() || rest[i + 1] != ']') fail(path, "has a [\" without its \"]");
  rest.remove_prefix(i + 2);
  return member;
}

const boost::json::value* member_of(const boost::json::object& object,
                                    const std::string& name) noexcept {
  const boost::json::value* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

}  // namespace

Path Path::parse(std::string_view text, bool relative) {
  if (text.size() > kLongest) fail(text, "is longer than " + std::to_string(kLongest) + " bytes");
  Path path;
  path.text_ = std::string(text);
  path.start_ = relative ? Start::kItem : Start::kRoot;
  std::string_view rest = text;
  if (relative && (rest == "$key" || rest == "$value")) {
    if (rest == "$key") path.start_ = Start::kItemKey;
    return path;
  }
  bool dot_due = false;  // a plain member must be set off from what is before it
  if (rest.substr(0, kRowPrefix.size()) == kRowPrefix) {
    path.start_ = Start::kRow;
    rest.remove_prefix(kRowPrefix.size());
    dot_due = true;
  }
  if (rest.empty()) {
    if (path.start_ == Start::kRow) fail(text, "names no member; write findings[].NAME");
    fail(text, "is empty");
  }
  while (!rest.empty()) {
    if (path.segments_.size() == kSegments) fail(text, "is too deep");
    if (rest.substr(0, 2) == "[]") {
      if (!dot_due) fail(text, "has [] without a list before it");
      path.segments_.push_back({"", true});
      path.is_list_ = true;
      rest.remove_prefix(2);
    } else if (rest.substr(0, 2) == "[\"") {
      path.segments_.push_back({take_quoted(text, rest), false});
    } else {
      if (dot_due) {
        if (rest.front() != '.') fail(text, "needs a dot before '" + cut(rest, 20) + "'");
        rest.remove_prefix(1);
      }
      const std::string_view name = rest.substr(0, rest.find_first_of(".["));
      if (name.empty()) fail(text, "has an empty member name");
      path.segments_.push_back({std::string(name), false});
      rest.remove_prefix(name.size());
    }
    dot_due = true;
  }
  return path;
}

void Path::collect(const boost::json::value& from, std::size_t segment, Value::List& found) const {
  const boost::json::value* at = &from;
  for (; segment < segments_.size(); ++segment) {
    if (segments_[segment].each) {
      if (const boost::json::array* array = at->if_array()) {
        for (const boost::json::value& element : *array) collect(element, segment + 1, found);
        return;
      }
      continue;
    }
    const boost::json::object* object = at->if_object();
    at = object == nullptr ? nullptr : member_of(*object, segments_[segment].member);
    if (at == nullptr) return;
  }
  Value::append(found, Value::of(*at));
}

void Path::bind(FieldPlans& plans) {
  if (start_ != Start::kRoot && start_ != Start::kRow) return;
  FieldPlan& plan = start_ == Start::kRow ? plans.row : plans.root;
  for (const Segment& segment : segments_) {
    if (segment.each) break;
    field_ = plan.member(field_, segment.member);
  }
}

const boost::json::value* Path::find(const Scope& scope) const {
  if (field_ != FieldPlan::kNone) {
    const auto* values = start_ == Start::kRow ? scope.row_values : scope.root_values;
    if (values != nullptr) return values[field_];
  }
  const boost::json::object* object = start_ == Start::kRow ? scope.row : scope.root;
  const boost::json::value* at = nullptr;
  if (start_ == Start::kItem) {
    at = scope.item;
    object = at == nullptr ? nullptr : at->if_object();
  }
  for (const Segment& segment : segments_) {
    if (segment.each) break;
    if (object == nullptr) return nullptr;
    at = member_of(*object, segment.member);
    if (at == nullptr) return nullptr;
    object = at->if_object();
  }
  return at;
}

Value Path::resolve(const Scope& scope) const {
  if (start_ == Start::kItemKey) return Value::borrow(scope.item_key);
  const boost::json::value* at = find(scope);
  if (!is_list_) return at == nullptr ? Value() : Value::of(*at);
  Value::List found;
  if (at != nullptr) {
    std::size_t first = 0;
    while (!segments_[first].each) ++first;
    collect(*at, first, found);
  }
  return Value(std::move(found));
}

}  // namespace ingest::sdk::map

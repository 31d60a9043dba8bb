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
      if (path.segments_.empty()) fail(text, "has [] without a list before it");
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

void Path::collect(const Item& from, std::size_t segment, RecordMemory& memory,
                   ListBuilder& found) const {
  const Item* at = &from;
  for (; segment < segments_.size(); ++segment) {
    if (segments_[segment].each) {
      if (!at->is_array()) continue;
      for (const Node* node = at->first; node != nullptr; node = node->next) {
        collect(node->item, segment + 1, memory, found);
      }
      return;
    }
    at = member_of(*at, segments_[segment].member);
    if (at == nullptr) return;
  }
  found.add(Value::of(*at, memory));
}

void Path::bind(FieldPlans& plans) {
  if (start_ != Start::kRoot && start_ != Start::kRow) return;
  FieldPlan& plan = start_ == Start::kRow ? plans.row : plans.root;
  for (const Segment& segment : segments_) {
    if (segment.each) break;
    field_ = plan.member(field_, segment.member);
  }
  plan.want(field_);
}

const Item* Path::find_in_item(const Scope& scope) const {
  const Item* at = scope.item;
  for (const Segment& segment : segments_) {
    if (segment.each || at == nullptr) break;
    at = member_of(*at, segment.member);
  }
  return at != nullptr && at->is_there() ? at : nullptr;
}

Value Path::resolve_list(const Scope& scope, RecordMemory& memory) const {
  ListBuilder found(memory);
  if (const Item* at = find(scope)) {
    std::size_t first = 0;
    while (!segments_[first].each) ++first;
    collect(*at, first, memory, found);
  }
  return found.list();
}

}  // namespace ingest::sdk::map

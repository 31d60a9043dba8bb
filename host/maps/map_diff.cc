// map_diff.cc - see map_diff.hpp.
#include "maps/map_diff.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <string_view>

#include "ingest/sdk/json.hpp"
#include "ingest/sdk/map/identity_rows.hpp"
#include "ingest/sdk/map/targets.hpp"
#include "maps/row_text.hpp"

namespace ingest::host {
namespace {

using boost::json::object;
using boost::json::value;

struct Row {
  const value* json;
  std::string content;  // all but the target, so that equal rows have equal texts
};
using Rows = std::vector<Row>;

const sdk::map::TargetInfo* target_info(std::string_view written) {
  for (const sdk::map::TargetInfo& info : sdk::map::targets())
    if (info.name == written ||
        std::find(info.aliases.begin(), info.aliases.end(), written) != info.aliases.end())
      return &info;
  return nullptr;
}

// A target may be written in several ways.
std::string target_of(const value& row) {
  std::string written = row_text(row, Detail::kBrief).target;
  if (written.starts_with("finding[].")) written.insert(7, "s");
  const sdk::map::TargetInfo* info = target_info(written);
  return info == nullptr ? written : std::string(info->name);
}

// JSON with the members of objects sorted.
void append_sorted(const value& written, std::string& text) {
  if (const boost::json::array* list = written.if_array()) {
    text += '[';
    for (const value& entry : *list) {
      append_sorted(entry, text);
      text += ',';
    }
    text += ']';
  } else if (const object* members = written.if_object()) {
    std::map<std::string_view, const value*> sorted;
    for (const auto& member : *members) sorted.emplace(member.key(), &member.value());
    text += '{';
    for (const auto& [key, entry] : sorted) {
      text += boost::json::serialize(boost::json::string(key)) + ':';
      append_sorted(*entry, text);
      text += ',';
    }
    text += '}';
  } else {
    text += boost::json::serialize(written);
  }
}

std::string content_of(const value& row) {
  value copy = row;
  if (object* members = copy.if_object()) {
    members->erase("to");
    for (const char* flag : {"identifier", "published"})
      if (const value* set = members->if_contains(flag); set != nullptr && *set == value(false))
        members->erase(flag);
  }
  std::string text;
  append_sorted(copy, text);
  return text;
}

// By target; targets in the order in which the rows of both maps name them first.
struct Grouped {
  std::vector<std::string> targets;
  std::map<std::string, Rows> before;
  std::map<std::string, Rows> after;
};

Grouped group(const value& before, const value& after) {
  Grouped all;
  const auto add = [&all](const value& map, std::map<std::string, Rows>& rows) {
    for (const value& row : sdk::json::array_at(sdk::json::as_object(map), "rows")) {
      const std::string target = target_of(row);
      if (!all.before.contains(target) && !all.after.contains(target))
        all.targets.push_back(target);
      rows[target].push_back({&row, content_of(row)});
    }
  };
  add(before, all.before);
  add(after, all.after);
  return all;
}

// What only one of them has, and what both have in each one's order.
struct Split {
  Rows only_before;
  Rows only_after;
  Rows kept_before;
  Rows kept_after;
};

Split split(const Rows& before, const Rows& after) {
  Split parts;
  std::map<std::string_view, std::size_t> left;  // rows of after without a twin, by content
  for (const Row& row : after) ++left[row.content];
  std::map<std::string_view, std::size_t> twins;
  for (const Row& row : before) {
    const auto found = left.find(row.content);
    const bool kept = found != left.end() && found->second > 0;
    (kept ? parts.kept_before : parts.only_before).push_back(row);
    if (!kept) continue;
    --found->second;
    ++twins[row.content];
  }
  for (const Row& row : after) {
    const auto found = twins.find(row.content);
    const bool kept = found != twins.end() && found->second > 0;
    (kept ? parts.kept_after : parts.only_after).push_back(row);
    if (kept) --found->second;
  }
  return parts;
}

bool in_another_order(const Split& parts) {
  return !std::equal(parts.kept_before.begin(), parts.kept_before.end(), parts.kept_after.begin(),
                     parts.kept_after.end(),
                     [](const Row& a, const Row& b) { return a.content == b.content; });
}

std::string lines_of(const Rows& rows) {
  std::string all;
  for (const Row& row : rows) all += (all.empty() ? "" : "; then ") + row_line(*row.json);
  return all;
}

void compare_rows(const std::string& target, const Rows& before, const Rows& after,
                  std::vector<MapChange>& changes) {
  using Kind = MapChange::Kind;
  const Split parts = split(before, after);
  const std::size_t pairs = std::min(parts.only_before.size(), parts.only_after.size());
  for (std::size_t i = 0; i < pairs; ++i)
    changes.push_back({Kind::kChanged, target, row_line(*parts.only_before[i].json),
                       row_line(*parts.only_after[i].json), false});
  for (std::size_t i = pairs; i < parts.only_before.size(); ++i)
    changes.push_back({Kind::kRemoved, target, row_line(*parts.only_before[i].json), {}, false});
  for (std::size_t i = pairs; i < parts.only_after.size(); ++i)
    changes.push_back({Kind::kAdded, target, {}, row_line(*parts.only_after[i].json), false});
  const sdk::map::TargetInfo* info = target_info(target);
  if (info != nullptr && !info->repeated && in_another_order(parts))
    changes.push_back(
        {Kind::kReordered, target, lines_of(parts.kept_before), lines_of(parts.kept_after), false});
}

std::string head_text(const std::string& key, const value* written) {
  if (written == nullptr) return {};
  if (key == "tests" && written->is_array())
    return std::to_string(written->get_array().size()) +
           (written->get_array().size() == 1 ? " case" : " cases");
  return written->is_string() ? std::string(written->get_string())
                              : boost::json::serialize(*written);
}

void compare_heads(const value& before, const value& after, std::vector<MapChange>& changes) {
  const object& left = sdk::json::as_object(before);
  const object& right = sdk::json::as_object(after);
  std::vector<std::string> keys;
  for (const object* head : {&left, &right})
    for (const auto& member : *head) {
      std::string key(member.key());
      if (key != "rows" && std::find(keys.begin(), keys.end(), key) == keys.end())
        keys.push_back(std::move(key));
    }
  for (const std::string& key : keys) {
    const value* then = left.if_contains(key);
    const value* now = right.if_contains(key);
    if (then != nullptr && now != nullptr && *then == *now) continue;
    changes.push_back(
        {MapChange::Kind::kHead, key, head_text(key, then), head_text(key, now), false});
  }
}

// The identity's rows by target, so that equal texts mean that nothing changes.
std::map<std::string, std::string> identity_of(const value& map) {
  std::map<std::string, std::string> texts;
  const value rows = boost::json::parse(sdk::identity_rows(map));
  for (const value& row : rows.as_array())
    texts[std::string(row.as_object().at("to").as_string())] += boost::json::serialize(row);
  return texts;
}

std::set<std::string> identity_changes(const value& before, const value& after) {
  const auto then = identity_of(before);
  const auto now = identity_of(after);
  std::set<std::string> targets;
  for (const auto& [left, right] : {std::pair(&then, &now), std::pair(&now, &then)})
    for (const auto& [target, text] : *left) {
      const auto other = right->find(target);
      if (other == right->end() || other->second != text) targets.insert(target);
    }
  return targets;
}

}  // namespace

MapDiff diff_maps(const value& before, const value& after) {
  MapDiff diff;
  compare_heads(before, after, diff.changes);
  const std::size_t rows_from = diff.changes.size();
  const Grouped all = group(before, after);
  const auto rows_of = [](const std::map<std::string, Rows>& rows, const std::string& target) {
    const auto found = rows.find(target);
    return found == rows.end() ? Rows() : found->second;
  };
  for (const std::string& target : all.targets)
    compare_rows(target, rows_of(all.before, target), rows_of(all.after, target), diff.changes);
  const std::set<std::string> identity = identity_changes(before, after);
  diff.identity = !identity.empty();
  for (std::size_t i = rows_from; i < diff.changes.size(); ++i)
    diff.changes[i].identity = identity.contains(diff.changes[i].target);
  return diff;
}

const char* name_of(MapChange::Kind kind) noexcept {
  switch (kind) {
    case MapChange::Kind::kHead:
      return "head";
    case MapChange::Kind::kAdded:
      return "added";
    case MapChange::Kind::kRemoved:
      return "removed";
    case MapChange::Kind::kChanged:
      return "changed";
    case MapChange::Kind::kReordered:
      return "reordered";
  }
  return "";
}

}  // namespace ingest::host

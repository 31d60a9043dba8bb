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
using Rows = std::vector<const value*>;

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
  const sdk::map::TargetInfo* info = target_info(written);
  return info == nullptr ? written : std::string(info->name);
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
      rows[target].push_back(&row);
    }
  };
  add(before, all.before);
  add(after, all.after);
  return all;
}

// Apart from how the target is written. Members come in whatever order.
bool same(const value& a, const value& b) {
  if (!a.is_object() || !b.is_object()) return a == b;
  object left = a.get_object();
  object right = b.get_object();
  left.erase("to");
  right.erase("to");
  return left == right;
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
  Rows left = after;
  for (const value* row : before) {
    const auto twin = std::find_if(left.begin(), left.end(),
                                   [row](const value* one) { return same(*row, *one); });
    (twin == left.end() ? parts.only_before : parts.kept_before).push_back(row);
    if (twin != left.end()) left.erase(twin);
  }
  for (const value* row : after) {
    const bool only = std::find(left.begin(), left.end(), row) != left.end();
    (only ? parts.only_after : parts.kept_after).push_back(row);
  }
  return parts;
}

bool in_another_order(const Split& parts) {
  return !std::equal(parts.kept_before.begin(), parts.kept_before.end(), parts.kept_after.begin(),
                     parts.kept_after.end(),
                     [](const value* a, const value* b) { return same(*a, *b); });
}

std::string lines_of(const Rows& rows) {
  std::string all;
  for (const value* row : rows) all += (all.empty() ? "" : "; then ") + row_line(*row);
  return all;
}

void compare_rows(const std::string& target, const Rows& before, const Rows& after,
                  std::vector<MapChange>& changes) {
  using Kind = MapChange::Kind;
  const Split parts = split(before, after);
  const std::size_t pairs = std::min(parts.only_before.size(), parts.only_after.size());
  for (std::size_t i = 0; i < pairs; ++i)
    changes.push_back({Kind::kChanged, target, row_line(*parts.only_before[i]),
                       row_line(*parts.only_after[i]), false});
  for (std::size_t i = pairs; i < parts.only_before.size(); ++i)
    changes.push_back({Kind::kRemoved, target, row_line(*parts.only_before[i]), {}, false});
  for (std::size_t i = pairs; i < parts.only_after.size(); ++i)
    changes.push_back({Kind::kAdded, target, {}, row_line(*parts.only_after[i]), false});
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
  for (const value& row : boost::json::parse(sdk::identity_rows(map)).as_array())
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

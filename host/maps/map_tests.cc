// map_tests.cc - see map_tests.hpp.
#include "maps/map_tests.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "maps/target_names.hpp"

namespace ingest::host {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t kMostCases = 10000;

[[noreturn]] void refuse(const std::string& what, std::string hint = {}) {
  throw Failure(ExitStatus::kConfig, what, std::move(hint));
}

void check_keys(const object& json) {
  const std::vector<std::string> known = {"name",   "like",  "root",        "row",    "expect",
                                          "absent", "exact", "dead_letter", "dropped"};
  for (const auto& member : json)
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      refuse("a case has no key \"" + plain_text(member.key(), 80) + "\"",
             suggestion(member.key(), known));
}

std::string text_at(const object& json, const char* key) {
  const value* found = json.if_contains(key);
  if (found == nullptr) return {};
  if (!found->is_string() || found->get_string().empty())
    refuse("\"" + std::string(key) + "\" must be a text that is not empty");
  return std::string(found->get_string());
}

bool flag_at(const object& json, const char* key) {
  const value* found = json.if_contains(key);
  if (found == nullptr) return false;
  if (!found->is_bool()) refuse("\"" + std::string(key) + "\" is true or false");
  return found->get_bool();
}

const object* object_at(const object& json, const char* key) {
  const value* found = json.if_contains(key);
  if (found == nullptr) return nullptr;
  if (!found->is_object())
    refuse("\"" + std::string(key) + "\" must be a mapping, as the source's JSON has it");
  return &found->get_object();
}

// As JSON merge patches do (RFC 7396), but that null stays: sources say null.
void merge(object& into, const object& patch) {
  for (const auto& member : patch) {
    value& there = into[member.key()];
    if (there.is_object() && member.value().is_object()) {
      merge(there.get_object(), member.value().get_object());
    } else {
      there = member.value();
    }
  }
}

const MapCase& case_named(const std::vector<MapCase>& cases, const std::string& name) {
  std::vector<std::string> names;
  for (const MapCase& one : cases) {
    if (one.name == name) return one;
    names.push_back(one.name);
  }
  refuse("\"like\" names no case before this one: \"" + plain_text(name, 80) + "\"",
         suggestion(name, names));
}

void read_expected(const object& json, MapCase& one) {
  const bool message = json.contains("expect") || json.contains("absent") || json.contains("exact");
  one.dead_letter = text_at(json, "dead_letter");
  one.dropped = flag_at(json, "dropped");
  const int kinds = (message ? 1 : 0) + (one.dead_letter.empty() ? 0 : 1) + (one.dropped ? 1 : 0);
  if (kinds != 1)
    refuse(kinds == 0 ? "it expects nothing" : "it expects two things that exclude each other",
           "give it \"expect\" (perhaps with \"absent\" and \"exact\"), or \"dead_letter\", or "
           "\"dropped: true\"");
  if (one.dropped && !one.row) refuse("only findings are dropped, and it has no \"row\"");
  if (message)
    one.expected.emplace(one.row ? *v1::Finding::descriptor() : *v1::Asset::descriptor(),
                         json.if_contains("expect"), json.if_contains("absent"),
                         flag_at(json, "exact"));
}

void read_case(const object& json, const std::vector<MapCase>& before, MapCase& one) {
  check_keys(json);
  if (const std::string like = text_at(json, "like"); !like.empty()) {
    const MapCase& model = case_named(before, like);
    one.root = model.root;
    one.row = model.row;
  }
  if (const object* root = object_at(json, "root")) merge(one.root, *root);
  if (const object* row = object_at(json, "row")) {
    if (!one.row) one.row.emplace();
    merge(*one.row, *row);
  }
  read_expected(json, one);
}

std::string shown(std::string_view text) { return plain_text(text, 300); }

template <class Message>
void judge(const MapCase& one, const sdk::TransformMap::Outcome& outcome, const Message& message,
           CaseResult& result) {
  if (outcome.dropped != one.dropped) {
    result.differences.push_back({"", one.dropped ? "the finding is dropped" : "it is not dropped",
                                  outcome.ok ? "it is mapped" : shown(outcome.reason)});
    return;
  }
  if (one.dropped) return;
  if (!one.dead_letter.empty()) {
    if (outcome.ok || outcome.reason.find(one.dead_letter) == std::string::npos)
      result.differences.push_back({"", "a dead letter, \"" + shown(one.dead_letter) + "\"",
                                    outcome.ok ? "it is mapped" : shown(outcome.reason)});
    return;
  }
  if (!outcome.ok) {
    result.differences.push_back({"", "a message", "a dead letter: " + shown(outcome.reason)});
    return;
  }
  result.differences = one.expected->compare(message);
}

}  // namespace

MapTests::MapTests(const value& map) {
  const object* head = map.if_object();
  const value* tests = head == nullptr ? nullptr : head->if_contains("tests");
  if (tests == nullptr) return;
  if (!tests->is_array()) refuse("\"tests\" must be a list of cases");
  if (tests->get_array().size() > kMostCases)
    refuse("\"tests\" has more than " + std::to_string(kMostCases) + " cases");
  std::set<std::string> names;
  for (const value& json : tests->get_array()) {
    MapCase one;
    std::string where = "case " + std::to_string(cases_.size() + 1);
    try {
      if (!json.is_object()) refuse("it must be a mapping of keys to values");
      one.name = text_at(json.get_object(), "name");
      if (one.name.empty()) refuse("it has no \"name\"");
      where += " (" + plain_text(one.name, 80) + ")";
      if (!names.insert(one.name).second) refuse("another case has the same name");
      read_case(json.get_object(), cases_, one);
    } catch (const Failure& failure) {
      throw Failure(failure.status(), where + ": " + failure.what(), failure.hint());
    }
    cases_.push_back(std::move(one));
  }
}

std::vector<CaseResult> MapTests::run(const sdk::TransformMap& map) const {
  std::vector<CaseResult> results;
  for (const MapCase& one : cases_) {
    CaseResult result{one.name, {}};
    if (one.row) {
      v1::Finding finding;
      judge(one, map.map_finding(one.root, *one.row, finding), finding, result);
    } else {
      v1::Asset asset;
      judge(one, map.map_asset(one.root, asset), asset, result);
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<TargetCover> MapTests::cover(const sdk::TransformMap& map) const {
  std::set<std::string> asserted;
  for (const MapCase& one : cases_)
    if (one.expected) asserted.insert(one.expected->fields().begin(), one.expected->fields().end());
  std::vector<TargetCover> all;
  for (const sdk::TransformMap::Row& row : map.rows()) {
    const sdk::map::TargetInfo* info = target_info(row.target);
    if (row.drops || info == nullptr) continue;
    const auto same = std::find_if(
        all.begin(), all.end(), [&](const TargetCover& one) { return one.target == row.target; });
    if (same == all.end()) {
      all.push_back({row.target, row.published, asserted.contains(std::string(info->field))});
    } else {
      same->published = same->published || row.published;
    }
  }
  return all;
}

}  // namespace ingest::host

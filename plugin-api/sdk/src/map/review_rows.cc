// Rows beside each other: those that others make pointless, and those that tell records apart.
#include <algorithm>
#include <map>
#include <utility>

#include "canonical.hpp"
#include "ingest/sdk/json.hpp"
#include "pointer.hpp"
#include "review_parts.hpp"

namespace ingest::sdk::map {
namespace {

std::string in_words(const ReviewedRow& row) { return "row " + std::to_string(row.number); }

std::string condition_of(const ReviewedRow& row) {
  const boost::json::value* when = row.json->if_contains("when");
  return when == nullptr ? std::string() : boost::json::serialize(sorted(*when));
}

// The row, by the name under which it fills its target.
std::string text_of(const ReviewedRow& row) {
  boost::json::value canonical = canonical_source(*row.json);
  canonical.get_object()["to"] = std::string(row.target->info.name) + " " + row.name;
  return boost::json::serialize(canonical);
}

// Where a source can come down to something that the map itself says, whatever the record holds;
// nothing when it can't.
std::optional<std::string> constant_in(const boost::json::value& source,
                                       const std::string& pointer) {
  const boost::json::object& object = json::as_object(source);
  const boost::json::array& functions = json::array_at(object, "apply");
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const boost::json::object& function = json::as_object(functions[i]);
    const std::string here = child(child(pointer, "apply"), i);
    const boost::json::value* instead = function.if_contains("default");
    if (instead != nullptr && !json::text_of(*instead).empty()) return here;
    const boost::json::object& map = json::object_at(function, "value_map");
    const boost::json::value* other = json::object_at(map, "unknown").if_contains("default");
    if (other != nullptr && !json::text_of(*other).empty()) return here;
  }
  if (object.contains("const")) return child(pointer, "const");
  const boost::json::array& either = json::array_at(object, "first_of");
  for (std::size_t i = 0; i < either.size(); ++i) {
    const auto found = constant_in(either[i], child(child(pointer, "first_of"), i));
    if (found) return found;
  }
  // Of a concat, every part but plain constants.
  std::optional<std::string> found;
  const boost::json::array& parts = json::array_at(object, "concat");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (json::as_object(parts[i]).contains("const")) continue;
    found = constant_in(parts[i], child(child(pointer, "concat"), i));
    if (!found) return std::nullopt;
  }
  return found;
}

}  // namespace

void review_overlaps(const ReviewedRows& rows, const std::vector<Presence>& presences,
                     Remarks& remarks) {
  std::map<std::string, const ReviewedRow*> seen;
  std::map<std::pair<const Target*, std::string>, const ReviewedRow*> conditions;
  std::map<const Target*, const ReviewedRow*> always;  // no 'when', and always a value
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ReviewedRow& row = rows[i];
    const bool conditional = row.json->contains("when");
    if (row.target->info.repeated) {
      const auto [first, fresh] = seen.emplace(text_of(row), &row);
      if (!fresh) {
        remarks.warn("it does the same as " + in_words(*first->second), row.pointer, row.number);
      }
    } else if (conditional) {
      const auto [first, fresh] =
          conditions.emplace(std::pair(row.target, condition_of(row)), &row);
      if (!fresh) {
        remarks.warn(in_words(*first->second) + " fills '" + std::string(row.target->info.name) +
                         "' under the same condition; this row overwrites it",
                     child(row.pointer, "when"), row.number);
      }
    } else if (presences[i] == Presence::kAlways) {
      always.emplace(row.target, &row);
    }
  }
  for (const ReviewedRow& row : rows) {
    const auto last = always.find(row.target);
    if (last == always.end() || last->second->number <= row.number) continue;
    remarks.warn("the row never shows: " + in_words(*last->second) + ", which has no 'when', " +
                     "always fills '" + std::string(row.target->info.name) +
                     "' after it; put that one first",
                 row.pointer, row.number);
  }
}

void review_drops(const ReviewedRows& rows, Remarks& remarks) {
  std::map<std::string, const ReviewedRow*> seen;
  for (const ReviewedRow& row : rows) {
    const auto [first, fresh] = seen.emplace(condition_of(row), &row);
    if (fresh) continue;
    remarks.warn(in_words(*first->second) + " drops these findings already",
                 child(row.pointer, "when"), row.number);
  }
}

void review_identity(const ReviewedRows& rows, Remarks& remarks) {
  for (const std::string_view target : {"externalAssetId", "findings[].identityKey"}) {
    const ReviewedRow* last = nullptr;
    bool marked = false;
    for (const ReviewedRow& row : rows) {
      if (row.target->info.name != target) continue;
      last = &row;
      marked = marked || row.identifier;
      const auto constant = constant_in(*row.json, row.pointer);
      if (!constant) continue;
      remarks.warn("what identifies " +
                       std::string(row.target->for_finding ? "a finding" : "an asset") +
                       " can come down to a constant here: all that have nothing else would be " +
                       "taken for one and the same",
                   *constant, row.number);
    }
    if (last == nullptr || marked) continue;  // no such row is a fault of its own
    remarks.error(in_words(*last) + " (to " + std::string(target) + "): no row that fills '" +
                      std::string(target) +
                      "' is marked as an identifier; add identifier: true to the one whose value "
                      "tells " +
                      (last->target->for_finding ? "findings" : "assets") + " apart",
                  last->pointer, false, last->number);
  }
}

}  // namespace ingest::sdk::map

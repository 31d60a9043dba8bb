#include "ingest/sdk/map/review.hpp"

#include <algorithm>
#include <utility>

#include "ingest/sdk/json.hpp"
#include "pointer.hpp"
#include "review_parts.hpp"

namespace ingest::sdk::map {
namespace {

ReviewedRow row_of(std::size_t number, const boost::json::value& map) {
  ReviewedRow row;
  row.number = number;
  row.json = &json::as_object(json::array_at(json::as_object(map), "rows")[number - 1]);
  row.pointer = child("/rows", number - 1);
  return row;
}

ReviewedRows rows_of(const Plan& plan, const boost::json::value& map) {
  ReviewedRows rows;
  for (const auto* part : {&plan.asset_rows, &plan.finding_rows}) {
    for (const PlanRow& row : *part) {
      rows.push_back(row_of(row.number, map));
      rows.back().target = row.target;
      rows.back().name = row.name;
      rows.back().identifier = row.identifier;
    }
  }
  std::sort(rows.begin(), rows.end(),
            [](const ReviewedRow& a, const ReviewedRow& b) { return a.number < b.number; });
  return rows;
}

}  // namespace

void Remarks::error(std::string text, std::string pointer, bool at_key, std::size_t row) {
  all_.push_back({Level::kError, std::move(pointer), at_key, row, std::move(text)});
}

void Remarks::warn(std::string text, std::string pointer, std::size_t row, bool at_key) {
  if (full()) return;
  if (++warnings_ == kMostWarnings) text += "; further warnings are left out";
  if (row > 0) text = "row " + std::to_string(row) + ": " + text;
  all_.push_back({Level::kWarning, std::move(pointer), at_key, row, std::move(text)});
}

void review_tests(const boost::json::value& map, Remarks& remarks) {
  const boost::json::array& tests = json::array_at(json::as_object(map), "tests");
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const boost::json::object* test = tests[i].if_object();
    const std::string pointer = child("/tests", i);
    if (test == nullptr) {
      remarks.warn("a test is a mapping with name, root, row and expect", pointer, 0);
      continue;
    }
    if (json::string_at(*test, "name").empty()) {
      remarks.warn("the test has no name; add name: WHAT IT SHOWS", pointer, 0);
    }
    const auto has = [test](const char* key) { return test->contains(key); };
    if (!has("expect") && !has("absent") && !has("exact") && !has("dead_letter") &&
        !has("dropped")) {
      remarks.warn("the test expects nothing; add expect: {TARGET: VALUE}", pointer, 0);
    }
  }
}

std::vector<Remark> review(const boost::json::value& map, const Known& known) {
  Remarks remarks;
  const Plan plan = read_plan(map, [&remarks](const Fault& fault) {
    remarks.error(fault.text, fault.pointer, fault.at_key, fault.row);
  });
  const ReviewedRows rows = rows_of(plan, map);
  review_identity(rows, remarks);
  std::vector<Presence> presences;
  for (const ReviewedRow& row : rows) {
    presences.push_back(review_source(row, remarks));
    review_conditions(row, remarks);
  }
  ReviewedRows drops;
  for (const DropRow& drop : plan.drops) drops.push_back(row_of(drop.number, map));
  for (const ReviewedRow& drop : drops) review_conditions(drop, remarks);
  review_drops(drops, remarks);
  review_overlaps(rows, presences, remarks);
  review_paths(map, known, remarks);
  review_tests(map, remarks);
  return std::move(remarks).take();
}

}  // namespace ingest::sdk::map

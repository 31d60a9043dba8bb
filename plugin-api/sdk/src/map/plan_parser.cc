#include <algorithm>
#include <set>

#include "ingest/sdk/connector.hpp"
#include "plan.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kMostRows = 2000;

// The rows of one kind of record, and the required fields with the row to blame for each.
void check_required(const std::vector<PlanRow>& rows, bool finding, std::vector<Required>& all) {
  for (const Target& target : all_targets()) {
    if (!target.info.required || target.for_finding() != finding) continue;
    const auto row = std::find_if(rows.rbegin(), rows.rend(),
                                  [&](const PlanRow& r) { return r.target == &target; });
    if (row == rows.rend()) {
      config_error(
          "no row fills '" + std::string(target.info.name) +
          "', which every record must have; add a row with to: " + std::string(target.info.name));
    }
    all.push_back({&target, row->number});
  }
}

// Two rows that both always apply to a field with one value: one of them would be for nothing.
void check_overwriting(const std::vector<PlanRow>& rows) {
  std::set<const Target*> always;
  for (const PlanRow& row : rows) {
    if (row.when || row.target->info.repeated) continue;
    if (!always.insert(row.target).second) {
      config_error("row " + std::to_string(row.number) + ": another row fills '" +
                   std::string(row.target->info.name) +
                   "' already; use first_of, or give one of them a 'when'");
    }
  }
}

Plan parse_rows(const Spec& spec, Plan plan) {
  spec.allow({"kind", "name", "title", "version", "for", "rows", "tests"});
  if (spec.text("kind") != "map") config_error("'kind' must be map");
  plan.title = spec.text("title", plan.name);
  plan.connector = spec.text("for");
  const std::optional<std::int64_t> version = spec.integer("version");
  if (!version || *version < 1 || *version > 1000000000) {
    config_error("'version' must be a whole number from 1");
  }
  plan.version = static_cast<std::uint32_t>(*version);
  if (const boost::json::value* tests = spec.find("tests")) {
    if (!tests->is_array()) config_error("'tests' must be a list");
  }
  const boost::json::array* rows = spec.at("rows").if_array();
  if (rows == nullptr || rows->empty()) config_error("'rows' must be a list of one row or more");
  if (rows->size() > kMostRows) {
    config_error("more than " + std::to_string(kMostRows) + " rows");
  }
  plan.rows.resize(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    if (is_drop_row((*rows)[i])) {
      plan.drops.push_back(parse_drop_row((*rows)[i], i + 1, plan.rows[i]));
      continue;
    }
    PlanRow row = parse_row((*rows)[i], i + 1, plan.rows[i]);
    (row.target->for_finding() ? plan.finding_rows : plan.asset_rows).push_back(std::move(row));
  }
  check_overwriting(plan.asset_rows);
  check_overwriting(plan.finding_rows);
  check_required(plan.asset_rows, false, plan.asset_required);
  check_required(plan.finding_rows, true, plan.finding_required);
  return plan;
}

}  // namespace

Plan parse_plan(const boost::json::value& map) {
  std::string where = "map";
  try {
    const Spec spec(map, "the map");
    Plan plan;
    plan.name = spec.text("name");
    where = "map '" + cut(plan.name) + "'";
    return parse_rows(spec, std::move(plan));
  } catch (const Error& e) {
    throw Error(e.code(), where + ": " + e.what());
  }
}

}  // namespace ingest::sdk::map

#include <algorithm>
#include <map>
#include <set>

#include "ingest/sdk/map/map_error.hpp"
#include "plan.hpp"
#include "pointer.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kMostRows = 2000;

using Report = std::function<void(const Fault&)>;

// Reads one part of the map after the other and goes on after each fault, as far as it can.
class PlanReader {
 public:
  PlanReader(const boost::json::value& map, const Report& report) : map_(map), report_(report) {}

  Plan read() {
    if (!map_.is_object()) {
      report_({"the map must be a mapping of keys to values", "", false});
      return {};
    }
    const Spec spec(map_, "the map");
    attempt([&] { plan_.name = spec.text("name"); });
    read_keys(spec);
    attempt([&] {
      if (spec.text("kind") != "map") config_error("'kind' must be map", spec.at("kind"));
    });
    attempt([&] { plan_.title = spec.text("title", plan_.name); });
    attempt([&] { plan_.connector = spec.text("for"); });
    attempt([&] { read_version(spec); });
    attempt([&] {
      const boost::json::value* tests = spec.find("tests");
      if (tests != nullptr && !tests->is_array()) config_error("'tests' must be a list", *tests);
    });
    const boost::json::array* rows = nullptr;
    attempt([&] { rows = &rows_of(spec); });
    if (rows != nullptr) read_rows(*rows);
    for (PlanRow& row : plan_.asset_rows) bind(row, plan_.asset_fields);
    for (PlanRow& row : plan_.finding_rows) bind(row, plan_.finding_fields);
    for (const PlanRow& row : plan_.asset_rows) plan_.asset_steps.push_back(step_of(row));
    for (const PlanRow& row : plan_.finding_rows) plan_.finding_steps.push_back(step_of(row));
    for (DropRow& drop : plan_.drops) drop.when.bind(plan_.finding_fields);
    return std::move(plan_);
  }

 private:
  // The rows stay where they are from here on.
  static Step step_of(const PlanRow& row) {
    Step step;
    step.row = &row;
    step.target = row.target->field;
    if (!row.identifier &&
        !(row.each ? row.each->add_needs(step.needs) : row.source.add_needs(step.needs)))
      step.needs.clear();
    if (row.when || row.each || row.target->takes != Target::Takes::kText) return step;
    if (const Path* path = row.source.plain_path()) {
      step.kind = Step::Kind::kCopy;
      step.source = path->field();
    } else if (const Value* constant = row.source.plain_constant();
               constant != nullptr && constant->is_text()) {
      step.kind = Step::Kind::kConstant;
      step.constant = constant;
    }
    return step;
  }

  static void bind(PlanRow& row, FieldPlans& fields) {
    if (row.when) row.when->bind(fields);
    row.source.bind(fields);
    if (!row.each) return;
    row.each->path.bind(fields);
    for (Each::Field& field : row.each->fields) field.source.bind(fields);
  }

  // Faults of part, which is within outer, become reports.
  template <class Part>
  bool attempt(Part part, const boost::json::value* outer = nullptr, std::size_t row = 0) {
    Fault fault;
    try {
      part();
      return true;
    } catch (const PlacedError& e) {
      fault.text = e.what();
      fault.pointer = pointer_of(outer == nullptr ? map_ : *outer, e.where());
      fault.at_key = e.at_key();
    }
    fault.row = row;
    if (row > 0) fault.pointer = child("/rows", row - 1) + fault.pointer;
    report_(fault);
    return false;
  }

  void read_keys(const Spec& spec) {
    const std::initializer_list<std::string_view> known = {"kind", "name", "title", "version",
                                                           "for",  "rows", "tests"};
    // One key at a time, so that each unknown one is reported.
    for (const auto& member : map_.get_object()) {
      const std::string_view key(member.key().data(), member.key().size());
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const boost::json::object alone{{member.key(), nullptr}};
      try {
        Spec(alone, spec.what()).allow(known);
      } catch (const PlacedError& e) {
        report_({e.what(), child({}, key), true});
      }
    }
  }

  void read_version(const Spec& spec) {
    const std::optional<std::int64_t> version = spec.integer("version");
    if (!version || *version < 1 || *version > 1000000000) {
      const std::string what = "'version' must be a whole number from 1";
      version ? config_error(what, spec.at("version")) : spec.error(what);
    }
    plan_.version = static_cast<std::uint32_t>(*version);
  }

  static const boost::json::array& rows_of(const Spec& spec) {
    const boost::json::value& value = spec.at("rows");
    const boost::json::array* rows = value.if_array();
    if (rows == nullptr || rows->empty()) {
      config_error("'rows' must be a list of one row or more", value);
    }
    if (rows->size() > kMostRows) {
      config_error("more than " + std::to_string(kMostRows) + " rows", value);
    }
    return *rows;
  }

  void read_rows(const boost::json::array& rows) {
    plan_.rows.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto read = [&] {
        if (is_drop_row(rows[i])) {
          plan_.drops.push_back(parse_drop_row(rows[i], i + 1, plan_.rows[i]));
          return;
        }
        PlanRow row = parse_row(rows[i], i + 1, plan_.rows[i]);
        (row.target->for_finding ? plan_.finding_rows : plan_.asset_rows).push_back(std::move(row));
      };
      if (!attempt(read, &rows[i], i + 1)) note_broken(plan_.rows[i].target);
    }
    check_overwriting(plan_.asset_rows);
    check_overwriting(plan_.finding_rows);
    check_required(plan_.asset_rows, false, plan_.asset_required);
    check_required(plan_.finding_rows, true, plan_.finding_required);
  }

  // A target whose row is at fault already need not be missed as well.
  void note_broken(const std::string& target) {
    try {
      std::string name;
      broken_.insert(&find_target(target, name));
    } catch (const Error&) {
    }
  }

  // The rows of one kind of record, and the required fields with the row to blame for each.
  void check_required(const std::vector<PlanRow>& rows, bool finding, std::vector<Required>& all) {
    for (const Target& target : all_targets()) {
      if (!target.info.required || target.for_finding != finding) continue;
      const auto row = std::find_if(rows.rbegin(), rows.rend(),
                                    [&](const PlanRow& r) { return r.target == &target; });
      if (row != rows.rend()) {
        all.push_back({&target, row->number});
      } else if (broken_.count(&target) == 0) {
        report_({"no row fills '" + std::string(target.info.name) +
                     "', which every record must have; add a row with to: " +
                     std::string(target.info.name),
                 "/rows", true});
      }
    }
  }

  // Two rows that both always apply to a field with one value: one of them would be for nothing.
  void check_overwriting(const std::vector<PlanRow>& rows) {
    std::set<const Target*> always;
    for (const PlanRow& row : rows) {
      if (row.when || row.target->info.repeated) continue;
      if (!always.insert(row.target).second) {
        report_({"row " + std::to_string(row.number) + ": another row fills '" +
                     std::string(row.target->info.name) +
                     "' already; use first_of, or give one of them a 'when'",
                 child(child("/rows", row.number - 1), "to"), false, row.number});
      }
    }
  }

  const boost::json::value& map_;
  const Report& report_;
  Plan plan_;
  std::set<const Target*> broken_;
};

}  // namespace

Plan read_plan(const boost::json::value& map, const Report& report) {
  return PlanReader(map, report).read();
}

Plan parse_plan(const boost::json::value& map) {
  return read_plan(map, [&map](const Fault& fault) {
    std::string where = "map";
    if (const boost::json::object* object = map.if_object()) {
      const boost::json::value* name = object->if_contains("name");
      if (name != nullptr && name->is_string() && !name->get_string().empty()) {
        where += " '" + cut(std::string(name->get_string())) + "'";
      }
    }
    throw MapError(where + ": " + fault.text, fault.pointer, fault.at_key);
  });
}

}  // namespace ingest::sdk::map

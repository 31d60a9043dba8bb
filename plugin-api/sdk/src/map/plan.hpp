// plan.hpp - a map made ready to run: paths split, functions built, targets found. Evaluation
// (evaluate.hpp) looks up no name of a target or function. Immutable once built, so thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "condition.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "path.hpp"
#include "source.hpp"
#include "spec.hpp"
#include "target.hpp"

namespace ingest::sdk::map {

// "each": one message of a repeated target for every element of a list or member of an object.
struct Each {
  struct Field {
    std::size_t part;  // index into Target::parts
    Source source;     // relative to the element
  };
  Path path;
  std::vector<Field> fields;

  bool add_needs(std::vector<ScopeField>& needs) const {
    needs.push_back(path.field());
    return true;
  }
};

struct PlanRow {
  std::size_t number = 0;  // from 1; Plan::rows[number - 1] describes it
  const Target* target = nullptr;
  std::string name;  // of a named target
  std::optional<Condition> when;
  Source source;  // unless there is each
  std::optional<Each> each;
  bool identifier = false;  // must yield a value
  Policy invalid = Policy::kDeadLetter;
};

// A row by its shortest way: most copy one text, or find nothing to work on.
struct Step {
  enum class Kind : std::uint8_t { kCopy, kConstant, kOther };
  const PlanRow* row = nullptr;
  std::vector<ScopeField> needs;  // none of them: nothing to do; empty: always something
  const Value* constant = nullptr;
  ScopeField source;
  std::uint16_t target = 0;  // of the message's layout
  Kind kind = Kind::kOther;
};

// Findings for which it holds are dropped.
struct DropRow {
  std::size_t number = 0;  // as in PlanRow
  Condition when;
};

// A field that the record must have, and the last row that could have filled it.
struct Required {
  const Target* target;
  std::size_t row;
};

struct Plan {
  std::string name;
  std::string title;
  std::string connector;
  std::uint32_t version = 0;
  std::vector<TransformMap::Row> rows;
  std::vector<DropRow> drops;
  std::vector<PlanRow> asset_rows;
  std::vector<PlanRow> finding_rows;
  std::vector<Step> asset_steps;  // of the rows, one each
  std::vector<Step> finding_steps;
  FieldPlans asset_fields;
  FieldPlans finding_fields;  // of the rows that drop, too
  std::vector<Required> asset_required;
  std::vector<Required> finding_required;
};

// Throws MapError for the first fault.
Plan parse_plan(const boost::json::value& map);

// One thing wrong with a map.
struct Fault {
  std::string text;
  std::string pointer;  // see MapError
  bool at_key = false;
  std::size_t row = 0;  // from 1; 0: no row
};
// As parse_plan, for all that is wrong: each fault goes to report, and reading goes on without what
// it is about, unless report throws. The plan of a map with faults holds the rows without any.
Plan read_plan(const boost::json::value& map, const std::function<void(const Fault&)>& report);

// One row of the file; number only names it in errors, PlacedError all of them.
PlanRow parse_row(const boost::json::value& json, std::size_t number, TransformMap::Row& described);

// Likewise for the rows that drop findings, which is_drop_row tells apart.
bool is_drop_row(const boost::json::value& json);
DropRow parse_drop_row(const boost::json::value& json, std::size_t number,
                       TransformMap::Row& described);

}  // namespace ingest::sdk::map

// A row that drops findings instead of filling a field of theirs.
#include "ingest/sdk/connector.hpp"
#include "plan.hpp"

namespace ingest::sdk::map {

bool is_drop_row(const boost::json::value& json) {
  const boost::json::object* row = json.if_object();
  return row != nullptr && row->contains("drop");
}

DropRow parse_drop_row(const boost::json::value& json, std::size_t number,
                       TransformMap::Row& described) {
  described.number = number;
  described.drops = true;
  try {
    const Spec spec(json, "a row with 'drop'");
    spec.allow({"drop", "when", "note"});
    const std::string what = spec.text("drop");
    if (what != "finding") {
      config_error("'drop' takes finding, not '" + cut(what, 40) +
                   "'; an asset is left out by the connection's scope");
    }
    DropRow row{number, Condition::parse(spec.at("when"))};
    described.source = row.when.path();
    described.when = row.when.describe();
    row.when.add_paths(described.reads);
    described.note = spec.text("note", "");
    return row;
  } catch (const Error& e) {
    throw Error(e.code(), "row " + std::to_string(number) + " (drop): " + e.what());
  }
}

}  // namespace ingest::sdk::map

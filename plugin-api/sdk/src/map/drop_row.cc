// A row that drops findings instead of filling a field of theirs.
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
  const auto read = [&] {
    const Spec spec(json, "a row with 'drop'");
    spec.allow({"drop", "when", "note"});
    const std::string what = spec.text("drop");
    if (what != "finding") {
      config_error("'drop' takes finding, not '" + cut(what, 40) +
                       "'; an asset is left out by the connection's scope",
                   spec.at("drop"));
    }
    DropRow row{number, Condition::parse(spec.at("when"))};
    described.when = row.when.describe();
    row.when.add_paths(described.reads);
    described.source = described.reads.front();
    described.note = spec.text("note", "");
    return row;
  };
  try {
    return placed(json, read);
  } catch (const PlacedError& e) {
    throw PlacedError("row " + std::to_string(number) + " (drop): " + e.what(), e.where(),
                      e.at_key());
  }
}

}  // namespace ingest::sdk::map

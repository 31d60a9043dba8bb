// From one row of a map file to one of the plan, with all that can be known wrong before a value
// is seen.
#include <algorithm>

#include "convert.hpp"
#include "ingest/sdk/connector.hpp"
#include "plan.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {
namespace {

Each parse_each(const Spec& spec, const Target& target) {
  if (!target.is_list()) {
    config_error("'each' fills lists of messages; for this target write from: PATH[]");
  }
  Each each;
  std::string path = spec.text("each");
  if (path.size() > 2 && path.ends_with("[]") && path != "findings[]") {
    path.resize(path.size() - 2);
  }
  each.path = Path::parse(path);
  if (each.path.is_list()) config_error("'each' takes the path of one list");
  const Spec fields(spec.at("fields"), "'fields'");
  for (const auto& field : spec.at("fields").get_object()) {
    const std::string_view name(field.key().data(), field.key().size());
    const auto part = std::find(target.parts.begin(), target.parts.end(), name);
    if (part == target.parts.end()) {
      config_error("the target has no field '" + cut(name, 40) + "'" +
                   did_you_mean(name, target.parts));
    }
    each.fields.push_back({static_cast<std::size_t>(part - target.parts.begin()),
                           Source::parse(field.value(), true)});
  }
  if (each.fields.empty()) config_error("'fields' is empty");
  return each;
}

// Those of the fields from the root; $key and $value are the list itself.
void add_paths(const Each& each, std::vector<std::string>& all) {
  std::vector<std::string> fields;
  for (const Each::Field& field : each.fields) field.source.add_paths(fields);
  for (const std::string& field : fields) {
    if (field == "$key" || field == "$value") {
      all.push_back(each.path.text());
    } else {
      all.push_back(each.path.text() + (field.front() == '[' ? "[]" : "[].") + field);
    }
  }
}

// Puts the value into a message that nobody sees.
bool fits(const Target& target, const Value& value, std::string& why) {
  v1::Asset asset;
  v1::Finding finding;
  if (target.asset.set != nullptr) return target.asset.set(asset, value, why);
  if (target.finding.set != nullptr) return target.finding.set(finding, value, why);
  std::vector<std::string> texts;
  return to_texts(value, texts, why);
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "a text";
    case Kind::kNumber:
      return "a number";
    case Kind::kBool:
      return "true or false";
    case Kind::kTime:
      return "a time";
    case Kind::kAny:
      break;
  }
  return "anything";
}

void check_types(const PlanRow& row) {
  const Shape shape = row.source.shape();
  const Target& target = *row.target;
  if (shape.list && !target.info.repeated) {
    config_error("the source is a list and the target takes one value; add join, first or last");
  }
  // A text can be read as any type, the others as their own or as text.
  const bool wrong = target.kind != Kind::kAny && shape.kind != Kind::kAny &&
                     shape.kind != Kind::kText && shape.kind != target.kind;
  const bool time_for_enum =
      shape.kind == Kind::kTime && target.info.type != "text" && target.kind == Kind::kAny;
  if (wrong || time_for_enum) {
    config_error("the source gives " + std::string(kind_name(shape.kind)) +
                 " and the target takes a value of type " + std::string(target.info.type));
  }
  std::string why;
  for (const Value& value : row.source.spelled_out()) {
    if (!value.empty() && !fits(target, value, why)) {
      config_error("the value " + value.shown() + " does not fit: " + why);
    }
  }
}

PlanRow parse_known(const Spec& spec, PlanRow row, TransformMap::Row& described) {
  spec.allow({"from", "const", "first_of", "concat", "separator", "each", "fields", "to", "apply",
              "when", "identifier", "published", "invalid", "note"});
  row.identifier = spec.flag("identifier", false);
  row.invalid = parse_policy(spec, "invalid");
  described.identifier = row.identifier;
  described.published = spec.flag("published", false);
  described.note = spec.text("note", "");
  if (const boost::json::value* when = spec.find("when")) {
    row.when = Condition::parse(*when);
    described.when = row.when->describe();
    row.when->add_paths(described.reads);
  }
  bool uses_row = row.when && row.when->uses_row();
  if (spec.has("each")) {
    for (const std::string_view other :
         {"from", "const", "first_of", "concat", "separator", "apply"}) {
      if (spec.has(other))
        config_error("'each' has its sources in 'fields', not in '" + std::string(other) + "'");
    }
    row.each = parse_each(spec, *row.target);
    described.source = row.each->path.text() + "[]";
    add_paths(*row.each, described.reads);
    uses_row = uses_row || row.each->path.in_row();
    for (const Each::Field& field : row.each->fields) {
      uses_row = uses_row || field.source.uses_row();
    }
  } else {
    if (spec.has("fields")) config_error("'fields' belongs to 'each'");
    if (row.target->is_list()) {
      config_error("the target is a " + std::string(row.target->info.type) +
                   "; fill it with each: PATH and fields: {...}");
    }
    row.source = Source::parse(spec, false);
    described.source = row.source.describe();
    row.source.add_paths(described.reads);
    uses_row = uses_row || row.source.uses_row();
    check_types(row);
  }
  if (uses_row && !row.target->for_finding()) {
    config_error(
        "a field of the asset can't come from a finding; an asset is mapped before "
        "there are findings");
  }
  return row;
}

}  // namespace

PlanRow parse_row(const boost::json::value& json, std::size_t number,
                  TransformMap::Row& described) {
  PlanRow row;
  row.number = number;
  described.number = number;
  std::string where = "row " + std::to_string(number);
  try {
    const Spec spec(json, "the row");
    described.target = spec.text("to");
    row.target = &find_target(described.target, row.name);
    where += " (to " + cut(described.target) + ")";
    return parse_known(spec, std::move(row), described);
  } catch (const Error& e) {
    throw Error(e.code(), where + ": " + e.what());
  }
}

}  // namespace ingest::sdk::map

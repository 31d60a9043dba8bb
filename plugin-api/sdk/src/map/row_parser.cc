// From one row of a map file to one of the plan, with all that can be known wrong before a value
// is seen.
#include <algorithm>

#include "plan.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {
namespace {

Each parse_each(const Spec& spec, const Target& target) {
  if (!target.is_list()) {
    key_error("'each' fills lists of messages; for this target write from: PATH[]",
              spec.at("each"));
  }
  Each each;
  std::string path = spec.text("each");
  if (path.size() > 2 && path.ends_with("[]") && path != "findings[]") {
    path.resize(path.size() - 2);
  }
  each.path = placed(spec.at("each"), [&] { return Path::parse(path); });
  if (each.path.is_list()) config_error("'each' takes the path of one list", spec.at("each"));
  const Spec fields(spec.at("fields"), "'fields'");
  for (const auto& field : spec.at("fields").get_object()) {
    const std::string_view name(field.key().data(), field.key().size());
    const auto part = std::find(target.parts.begin(), target.parts.end(), name);
    if (part == target.parts.end()) {
      key_error(
          "the target has no field '" + cut(name, 40) + "'" + did_you_mean(name, target.parts),
          field.value());
    }
    Source source = Source::parse(field.value(), true);
    for (const Source::Way& way : source.ways()) {
      if (!way.shape.list) continue;
      config_error("field '" + cut(name, 40) +
                       "': the source is a list and the field takes one "
                       "value; add join, first or last",
                   field.value());
    }
    each.fields.push_back(
        {static_cast<std::size_t>(part - target.parts.begin()), std::move(source)});
  }
  if (each.fields.empty()) config_error("'fields' is empty", spec.at("fields"));
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

// Puts the value into a draft that nobody sees.
bool fits(const Target& target, const Value& value, Scratch& scratch) {
  Draft draft(target.for_finding ? finding_layout() : asset_layout(), scratch.memory);
  return target.set(draft, value, scratch);
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

void check_shape(const Shape& shape, const Target& target) {
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
}

// Where the row's source stands.
const boost::json::value& source_of(const Spec& spec) {
  for (const std::string_view form : {"from", "const", "first_of"}) {
    if (spec.has(form)) return spec.at(form);
  }
  return spec.at("concat");
}

void check_types(const PlanRow& row, const Spec& spec) {
  const boost::json::value& source = source_of(spec);
  const boost::json::array* parts = spec.has("first_of") ? source.if_array() : nullptr;
  for (const Source::Way& way : row.source.ways()) {
    placed(parts == nullptr ? source : (*parts)[way.part],
           [&] { check_shape(way.shape, *row.target); });
  }
  Scratch scratch;
  for (const Value& value : row.source.spelled_out(scratch)) {
    if (!value.empty() && !fits(*row.target, value, scratch)) {
      config_error("the value " + value.shown() + " does not fit: " + scratch.why, source);
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
        key_error("'each' has its sources in 'fields', not in '" + std::string(other) + "'",
                  spec.at(other));
    }
    row.each = parse_each(spec, *row.target);
    described.source = row.each->path.text() + "[]";
    add_paths(*row.each, described.reads);
    uses_row = uses_row || row.each->path.in_row();
    for (const Each::Field& field : row.each->fields) {
      uses_row = uses_row || field.source.uses_row();
    }
  } else {
    if (spec.has("fields")) key_error("'fields' belongs to 'each'", spec.at("fields"));
    if (row.target->is_list()) {
      config_error("the target is a " + std::string(row.target->info.type) +
                       "; fill it with each: PATH and fields: {...}",
                   spec.at("to"));
    }
    row.source = Source::parse(spec, false);
    described.source = row.source.describe();
    row.source.add_paths(described.reads);
    uses_row = uses_row || row.source.uses_row();
    check_types(row, spec);
  }
  if (uses_row && !row.target->for_finding) {
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
  const auto read = [&] {
    const Spec spec(json, "the row");
    described.target = spec.text("to");
    row.target = placed(spec.at("to"), [&] { return &find_target(described.target, row.name); });
    where += " (to " + cut(described.target) + ")";
    return parse_known(spec, std::move(row), described);
  };
  try {
    return placed(json, read);
  } catch (const PlacedError& e) {
    throw PlacedError(where + ": " + e.what(), e.where(), e.at_key());
  }
}

}  // namespace ingest::sdk::map

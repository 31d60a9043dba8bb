// explanation.cc - see explanation.hpp.
#include "map_trial/explanation.hpp"

#include <google/protobuf/util/json_util.h>

#include <charconv>
#include <string_view>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "maps/target_names.hpp"

namespace ingest::host {
namespace {

namespace pb = google::protobuf;
using boost::json::object;
using boost::json::value;

constexpr std::size_t kWrittenMax = 2048;

object json_of(const pb::Message& message) {
  std::string text;
  if (!pb::util::MessageToJsonString(message, &text).ok()) return {};
  return boost::json::parse(text).as_object();
}

std::string fit(std::string_view text, std::size_t max = kWrittenMax) {
  return plain_text(redactor().apply(text), max);
}

// A number as people write it: 7.5, where JSON's writer says 7.5E0.
std::string text_of(const value& json) {
  if (!json.is_double()) return fit(boost::json::serialize(json));
  char text[32];
  return {text, std::to_chars(text, text + sizeof(text), json.get_double()).ptr};
}

// "Finding.package.version" within the JSON of a Finding.
const value* at_field(const object& json, const pb::Descriptor& message, std::string_view field) {
  std::string_view rest = field.substr(std::min(field.size(), field.find('.') + 1));
  const pb::Descriptor* type = &message;
  const object* at = &json;
  while (type != nullptr && at != nullptr) {
    const std::string_view name = rest.substr(0, rest.find('.'));
    const pb::FieldDescriptor* found = type->FindFieldByName(std::string(name));
    const value* there = found == nullptr ? nullptr : at->if_contains(found->json_name());
    if (there == nullptr || name.size() == rest.size()) return there;
    rest.remove_prefix(name.size() + 1);
    type = found->message_type();
    at = there->if_object();
  }
  return nullptr;
}

// Of the attributes, those that the target names.
value of_target(const value& written, std::string_view target) {
  constexpr std::string_view kAttributes = "customAttributes.";
  const std::size_t named = target.find(kAttributes);
  if (named == target.npos || !written.is_array()) return written;
  const std::string_view name = target.substr(named + kAttributes.size());
  boost::json::array values;
  for (const value& one : written.get_array()) {
    const value* key = one.as_object().if_contains("key");
    const value* text = one.as_object().if_contains("value");
    if (key != nullptr && key->is_string() && std::string_view(key->get_string()) == name)
      values.push_back(text == nullptr ? value("") : *text);
  }
  return values;
}

std::string written_by(const ExplainedRow& row, const object& json, const pb::Descriptor& message) {
  using Result = sdk::map::RowTrace::Result;
  if (row.trace.result != Result::kSet && row.trace.result != Result::kInvalid) return {};
  const sdk::map::TargetInfo* info = target_info(row.row.target);
  const value* there = info == nullptr ? nullptr : at_field(json, message, info->field);
  return there == nullptr ? std::string() : text_of(of_target(*there, row.row.target));
}

// What no row of the map fills.
void add_others(const sdk::TransformMap& map, const object& json, const pb::Descriptor& message,
                Explanation& explanation) {
  for (const auto& member : json) {
    bool mapped = false;
    for (const sdk::TransformMap::Row& row : map.rows()) {
      const sdk::map::TargetInfo* info = target_info(row.target);
      if (info == nullptr) continue;
      const std::string field = message.name() + ".";
      if (!info->field.starts_with(field)) continue;
      const std::string_view first = info->field.substr(field.size());
      const pb::FieldDescriptor* found =
          message.FindFieldByName(std::string(first.substr(0, first.find('.'))));
      mapped = mapped || (found != nullptr && found->json_name() == std::string_view(member.key()));
    }
    if (!mapped)
      explanation.not_of_the_map.emplace_back(std::string(member.key()), text_of(member.value()));
  }
}

object step_json(const sdk::map::TraceStep& step) {
  constexpr const char* kKinds[] = {"read", "const", "chosen", "function"};
  object json{{"kind", kKinds[static_cast<std::size_t>(step.kind)]},
              {"depth", step.depth},
              {"what", fit(step.what)}};
  if (!step.element.empty()) json["element"] = fit(step.element);
  if (step.kind == sdk::map::TraceStep::Kind::kFunction) json["before"] = fit(step.before);
  json["after"] = fit(step.after);
  if (!step.refused.empty()) json["refused"] = fit(step.refused);
  return json;
}

}  // namespace

Explanation explain(const FoundFinding& found, const sdk::TransformMap& map) {
  Explanation explanation;
  sdk::map::Trace trace;
  v1::Asset asset;
  v1::Finding finding;
  if (found.about_asset) {
    explanation.outcome = map.trace_asset(*found.root, asset, trace);
  } else if (found.row) {
    explanation.outcome = map.trace_finding(*found.root, *found.row, finding, trace);
  } else {
    return explanation;
  }
  if (found.finding) finding = *found.finding;
  const pb::Message& record = found.about_asset ? static_cast<const pb::Message&>(asset) : finding;
  const pb::Descriptor& type = *record.GetDescriptor();
  const object json = json_of(record);
  for (sdk::map::RowTrace& row : trace.rows) {
    ExplainedRow one{std::move(row), {}, {}};
    one.row = map.rows()[one.trace.row - 1];
    one.written = written_by(one, json, type);
    explanation.rows.push_back(std::move(one));
  }
  if (found.finding) add_others(map, json, type, explanation);
  return explanation;
}

object explanation_json(const Explanation& explanation) {
  boost::json::array rows;
  for (const ExplainedRow& one : explanation.rows) {
    boost::json::array steps;
    for (const sdk::map::TraceStep& step : one.trace.steps) steps.push_back(step_json(step));
    boost::json::array unknown;
    for (const sdk::map::UnknownValue& odd : one.trace.unknown)
      unknown.push_back({{"value", fit(odd.value)}, {"policy", fit(odd.policy)}});
    object row{{"row", one.trace.row},          {"target", fit(one.row.target)},
               {"source", fit(one.row.source)}, {"result", sdk::map::result_name(one.trace.result)},
               {"steps", std::move(steps)},     {"unknown", std::move(unknown)},
               {"value", fit(one.trace.value)}, {"written", one.written}};
    if (one.trace.has_when)
      row["when"] = {{"test", fit(one.row.when)}, {"holds", one.trace.applied}};
    if (one.trace.steps_left_out > 0) row["steps_left_out"] = one.trace.steps_left_out;
    if (!one.trace.reason.empty()) row["reason"] = fit(one.trace.reason);
    rows.push_back(std::move(row));
  }
  object others;
  for (const auto& [field, text] : explanation.not_of_the_map) others[field] = text;
  return {{"rows", std::move(rows)}, {"not_of_the_map", std::move(others)}};
}

}  // namespace ingest::host

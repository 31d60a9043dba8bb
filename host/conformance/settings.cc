// settings.cc - the settings of a connector under check: what the check file says, defaults, and
// for what is required and said nowhere, the field's example or something plausible.
#include <algorithm>
#include <boost/json.hpp>
#include <string_view>

#include "conformance/subject.hpp"
#include "maps/map_file.hpp"

namespace ingest::host::conformance {
namespace {

namespace json = boost::json;

// Shorter ones would be found by chance.
constexpr std::size_t kShortestSecret = 6;

json::value typed(const v1::ConfigField& field, const std::string& text) {
  if (field.type() == v1::FIELD_TYPE_BOOL) return text == "true";
  if (field.type() == v1::FIELD_TYPE_INTEGER) {
    json::error_code error;
    const json::value number = json::parse(text, error);
    return error || !number.is_number() ? json::value(1) : number;
  }
  return json::value(text);
}

std::string plausible(const v1::ConfigField& field) {
  // An example such as ${env:KEY} shows how to write a connection file; it is no value.
  if (!field.example().empty() && field.example().find("${") == std::string::npos)
    return field.example();
  switch (field.type()) {
    case v1::FIELD_TYPE_SECRET:
      return "made-up-" + field.key() + "-5e8c1f";
    case v1::FIELD_TYPE_BOOL:
      return "false";
    case v1::FIELD_TYPE_INTEGER:
      return "1";
    case v1::FIELD_TYPE_URL:
      return "http://127.0.0.1:9";
    default:
      return field.choices().empty() ? "check" : field.choices(0);
  }
}

json::object config_of(const Subject& subject) {
  json::object config = subject.check.config;
  const auto given = [&config](const std::string& key) { return config.contains(key); };
  for (const v1::ConfigField& field : subject.details.config_fields())
    if (!given(field.key()) && !field.default_value().empty())
      config[field.key()] = typed(field, field.default_value());
  for (const v1::ConfigField& field : subject.details.config_fields()) {
    const bool replaced =
        std::any_of(field.required_unless().begin(), field.required_unless().end(), given);
    if (field.required() && !replaced && !given(field.key()))
      config[field.key()] = typed(field, plausible(field));
  }
  // What those need that are there now; fields are few, so a second round costs nothing.
  for (int round = 0; round < 2; ++round)
    for (const v1::ConfigField& field : subject.details.config_fields()) {
      if (!given(field.key())) continue;
      for (const std::string& needed : field.needs())
        for (const v1::ConfigField& other : subject.details.config_fields())
          if (other.key() == needed && !given(needed))
            config[needed] = typed(other, plausible(other));
    }
  return config;
}

json::object scope_of(const Subject& subject) {
  json::object scope = subject.check.scope;
  for (const v1::ScopeFilter& filter : subject.details.scope_filters()) {
    if (scope.contains(filter.key())) continue;
    json::array selected;
    for (const v1::FilterChoice& choice : filter.choices())
      if (choice.selected()) selected.emplace_back(choice.value());
    scope[filter.key()] = std::move(selected);
  }
  return scope;
}

json::object map_of(const Subject& subject) {
  if (subject.check.has_map) return subject.check.map;
  const std::vector<MapFile> maps = shipped_maps(subject.details);
  if (maps.empty() || !maps.front().fault.empty()) return {};
  json::error_code error;
  json::value map = json::parse(maps.front().json, error);
  return error || !map.is_object() ? json::object() : std::move(map.get_object());
}

void collect_secrets(const Subject& subject, const json::object& config,
                     std::vector<std::string>& secrets) {
  for (const v1::ConfigField& field : subject.details.config_fields()) {
    const json::value* value = config.if_contains(field.key());
    if (field.type() != v1::FIELD_TYPE_SECRET || value == nullptr || !value->is_string()) continue;
    if (value->get_string().size() >= kShortestSecret) secrets.emplace_back(value->get_string());
  }
  // What the source hands out in confidence is as secret.
  for (const AnswerRule& rule : subject.check.answers) {
    json::error_code error;
    const json::value body = json::parse(rule.answer.body, error);
    if (error || !body.is_object()) continue;
    for (const char* name : {"access_token", "refresh_token", "id_token", "client_secret"}) {
      const json::value* token = body.get_object().if_contains(name);
      if (token != nullptr && token->is_string() && token->get_string().size() >= kShortestSecret)
        secrets.emplace_back(token->get_string());
    }
  }
}

}  // namespace

void compose_settings(Subject& subject) {
  const json::object config = config_of(subject);
  subject.settings = json::serialize(json::object{{"connection", "check"},
                                                  {"config", config},
                                                  {"scope", scope_of(subject)},
                                                  {"map", map_of(subject)}});
  subject.secrets.clear();
  collect_secrets(subject, config, subject.secrets);
}

}  // namespace ingest::host::conformance

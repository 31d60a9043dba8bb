// settings.cc - see settings.hpp. The JSON is written by hand into memory that never moves, so that
// no copy of a secret is left behind.
#include "connection/settings.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

#include "connection/config_check.hpp"
#include "connection/scope_check.hpp"
#include "connection/yaml_value.hpp"
#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

using FieldValue = std::pair<const v1::ConfigField*, SecretString>;

// Bytes that text takes at most when it is quoted.
std::size_t quoted_size(std::string_view text) { return 6 * text.size() + 2; }

void quote(std::string& out, std::string_view text) {
  static const char* const kDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

SecretString resolved(const Connection& connection, const v1::ConfigField& field,
                      const ConfigValue& value, const SecretSource& secrets,
                      const OnSecret& on_secret) {
  const auto reference = parse_reference(value.text);
  if (!reference) return SecretString(std::string(value.text));
  SecretString secret;
  try {
    secret = secrets.resolve(*reference);
  } catch (const Failure& failure) {
    throw Failure(
        failure.status(),
        where(connection, value.place) + ": config." + field.key() + ": " + failure.what(),
        failure.hint());
  } catch (const std::runtime_error& e) {
    fail_at(connection.file, value.place, "config." + field.key() + ": " + e.what(),
            "set it, or let the connection file refer to something else");
  }
  // A reference may stand for a plain value too; only what is described as secret is hidden.
  if (on_secret && field.type() == v1::FIELD_TYPE_SECRET) on_secret(field.key(), secret.reveal());
  if (const std::string fault = value_fault(field, secret.reveal()); !fault.empty())
    fail_at(connection.file, value.place,
            "config." + field.key() + " " + fault + "; what " + value.text + " stands for is none");
  return secret;
}

// A value that create takes for the field. It needs no credentials to be created with, only some.
std::string placeholder(const v1::ConfigField& field) {
  if (!field.default_value().empty()) return field.default_value();
  switch (field.type()) {
    case v1::FIELD_TYPE_BOOL:
      return "false";
    case v1::FIELD_TYPE_INTEGER:
      return "1";
    case v1::FIELD_TYPE_CHOICE:
      return field.choices().empty() ? "none" : field.choices(0);
    case v1::FIELD_TYPE_SECRET:
      return "not-needed-to-replay";
    case v1::FIELD_TYPE_URL:
      return "https://replay.invalid";
    default:
      // "https://deu.ast.checkmarx.net", where a text has to be a host as well.
      return field.example().empty() || parse_reference(field.example()) ? "replay"
                                                                         : field.example();
  }
}

SecretString resolved_for_replay(const Connection& connection, const v1::ConfigField& field,
                                 const ConfigValue& value, const SecretSource& secrets) {
  if (!parse_reference(value.text)) return SecretString(std::string(value.text));
  if (field.type() == v1::FIELD_TYPE_SECRET) return SecretString(placeholder(field));
  try {
    return resolved(connection, field, value, secrets, {});
  } catch (const Failure&) {  // it leads nowhere, or to what is none
    return SecretString(placeholder(field));
  }
}

enum class Secrets { kResolved, kLeftOut, kReplaced };

std::vector<FieldValue> field_values(const Connection& connection,
                                     const v1::ConnectorDescriptor& connector,
                                     const SecretSource& secrets, Secrets which,
                                     const OnSecret& on_secret) {
  std::vector<FieldValue> values;
  for (const v1::ConfigField& field : connector.config_fields()) {
    if (which == Secrets::kLeftOut && field.type() == v1::FIELD_TYPE_SECRET) continue;
    const auto given = connection.config.find(field.key());
    if (given != connection.config.end()) {
      values.emplace_back(&field,
                          which == Secrets::kReplaced
                              ? resolved_for_replay(connection, field, given->second, secrets)
                              : resolved(connection, field, given->second, secrets, on_secret));
    } else if (!field.default_value().empty()) {
      values.emplace_back(&field, SecretString(std::string(field.default_value())));
    }
  }
  return values;
}

// What the file states, else what is selected when it states nothing.
std::string scope_json(const Connection& connection, const v1::ConnectorDescriptor& connector) {
  std::string json = "{";
  for (const v1::ScopeFilter& filter : connector.scope_filters()) {
    std::vector<std::string> selected;
    if (const auto given = connection.scope.find(filter.key()); given != connection.scope.end()) {
      for (const ConfigValue& value : given->second.values) selected.push_back(value.text);
    } else {
      for (const v1::FilterChoice& choice : filter.choices())
        if (choice.selected()) selected.push_back(choice.value());
    }
    if (json.size() > 1) json += ',';
    quote(json, filter.key());
    json += ":[";
    for (std::size_t i = 0; i < selected.size(); ++i) {
      if (i > 0) json += ',';
      quote(json, selected[i]);
    }
    json += ']';
  }
  return json + '}';
}

bool is_bare(const v1::ConfigField& field) {
  return field.type() == v1::FIELD_TYPE_BOOL || field.type() == v1::FIELD_TYPE_INTEGER;
}

// Never grows, so that no copy of a secret is left behind.
std::string settings_json(const Connection& connection, const v1::ConnectorDescriptor& connector,
                          const std::vector<FieldValue>& values, std::string_view map_json) {
  const std::string scope = scope_json(connection, connector);
  std::size_t size = quoted_size(connection.name) + scope.size() + map_json.size() + 64;
  for (const auto& [field, value] : values)
    size += quoted_size(field->key()) + quoted_size(value.reveal()) + 2;

  std::string json;
  json.reserve(size);
  json += R"({"connection":)";
  quote(json, connection.name);
  json += R"(,"config":{)";
  bool first = true;
  for (const auto& [field, value] : values) {
    if (!first) json += ',';
    first = false;
    quote(json, field->key());
    json += ':';
    if (is_bare(*field)) {
      json += value.reveal();
    } else {
      quote(json, value.reveal());
    }
  }
  json += R"(},"scope":)";
  json += scope;
  if (!map_json.empty()) {
    json += R"(,"map":)";
    json += map_json;
  }
  json += '}';
  return json;
}

}  // namespace

void check_connection(const Connection& connection, const v1::ConnectorDescriptor& connector) {
  check_config(connection, connector);
  check_scope(connection, connector);
}

SecretString build_settings(const Connection& connection, const v1::ConnectorDescriptor& connector,
                            const SecretSource& secrets, std::string_view map_json,
                            const OnSecret& on_secret) {
  check_connection(connection, connector);
  return SecretString(settings_json(
      connection, connector,
      field_values(connection, connector, secrets, Secrets::kResolved, on_secret), map_json));
}

std::string settings_without_secrets(const Connection& connection,
                                     const v1::ConnectorDescriptor& connector,
                                     const SecretSource& secrets) {
  check_connection(connection, connector);
  return settings_json(connection, connector,
                       field_values(connection, connector, secrets, Secrets::kLeftOut, {}), {});
}

SecretString build_settings_for_replay(const Connection& connection,
                                       const v1::ConnectorDescriptor& connector,
                                       const SecretSource& secrets, std::string_view map_json) {
  check_connection(connection, connector);
  return SecretString(settings_json(
      connection, connector, field_values(connection, connector, secrets, Secrets::kReplaced, {}),
      map_json));
}

std::string settings_for_mapping(const Connection& connection,
                                 const v1::ConnectorDescriptor& connector) {
  check_connection(connection, connector);
  std::string config;
  for (const v1::ConfigField& field : connector.config_fields()) {
    if (!is_bare(field) && field.type() != v1::FIELD_TYPE_CHOICE) continue;
    const auto given = connection.config.find(field.key());
    const std::string& value =
        given != connection.config.end() ? given->second.text : field.default_value();
    if (value.empty() || parse_reference(value)) continue;
    if (!config.empty()) config += ',';
    quote(config, field.key());
    config += ':';
    if (is_bare(field)) {
      config += value;
    } else {
      quote(config, value);
    }
  }
  return R"({"config":{)" + config + R"(},"scope":)" + scope_json(connection, connector) + '}';
}

}  // namespace ingest::host

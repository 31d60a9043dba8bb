// config_check.cc - see config_check.hpp.
#include "connection/config_check.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

#include "connection/literal_secret.hpp"
#include "connection/secret_source.hpp"
#include "connection/yaml_value.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

template <class Texts>
std::vector<std::string> list_of(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

bool given(const Connection& connection, const std::string& key) {
  return connection.config.count(key) > 0;
}

std::string called(const v1::ConfigField& field) {
  return "config." + field.key() +
         (field.label().empty() ? "" : " (" + plain_text(field.label(), 80) + ")");
}

std::string described(const v1::ConfigField& field) {
  std::string text = plain_text(field.help(), 500);
  if (!field.example().empty())
    text += (text.empty() ? "" : " ") + std::string("Example: ") + field.key() + ": " +
            plain_text(field.example(), 200);
  return text;
}

void check_keys(const Connection& connection, const v1::ConnectorDescriptor& connector) {
  std::vector<std::string> known;
  for (const v1::ConfigField& field : connector.config_fields()) known.push_back(field.key());
  for (const auto& [key, value] : connection.config)
    if (std::find(known.begin(), known.end(), key) == known.end())
      fail_at(connection.file, value.place,
              "connector " + connector.id() + " knows no key '" + plain_text(key, 80) +
                  "' in config; " + suggestion(key, known),
              "'ingest plugins show " + connector.id() + "' lists the keys");
}

void check_presence(const Connection& connection, const v1::ConfigField& field) {
  const auto& instead = field.required_unless();
  const bool replaced = std::any_of(instead.begin(), instead.end(),
                                    [&](const std::string& key) { return given(connection, key); });
  if (field.required() && field.default_value().empty() && !replaced)
    fail_at(connection.file, connection.config_place,
            called(field) + " is missing" +
                (instead.empty() ? "" : "; in its place would do: " + joined(list_of(instead))),
            described(field));
}

void check_value(const Connection& connection, const v1::ConfigField& field,
                 const ConfigValue& value) {
  for (const std::string& key : field.needs())
    if (!given(connection, key))
      fail_at(connection.file, value.place,
              called(field) + " needs config." + key + " beside it, which is missing");
  if (parse_reference(value.text)) return;
  if (field.type() == v1::FIELD_TYPE_SECRET)
    fail_at(connection.file, value.place,
            called(field) + " is a secret and stands in the file as it is",
            three_ways(field.key()));
  if (const std::string fault = value_fault(field, value.text); !fault.empty())
    fail_at(connection.file, value.place, called(field) + " " + fault, described(field));
}

std::string url_fault(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (url.substr(0, scheme.size()) == scheme && url.size() > scheme.size() &&
        url[scheme.size()] != '/' && url.find_first_of(" @") == std::string_view::npos)
      return {};
  return "must be a URL, e.g. https://host.example, without user name or password";
}

}  // namespace

std::string value_fault(const v1::ConfigField& field, std::string_view value) {
  switch (field.type()) {
    case v1::FIELD_TYPE_BOOL:
      return value == "true" || value == "false" ? "" : "must be true or false";
    case v1::FIELD_TYPE_INTEGER: {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      return error == std::errc() && end == value.data() + value.size() ? ""
                                                                        : "must be a whole number";
    }
    case v1::FIELD_TYPE_URL:
      return url_fault(value);
    case v1::FIELD_TYPE_CHOICE: {
      const std::vector<std::string> choices = list_of(field.choices());
      if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
      return "must be one of: " + joined(choices);
    }
    default:
      return {};
  }
}

void check_config(const Connection& connection, const v1::ConnectorDescriptor& connector) {
  check_keys(connection, connector);
  for (const v1::ConfigField& field : connector.config_fields()) {
    const auto value = connection.config.find(field.key());
    if (value == connection.config.end()) {
      check_presence(connection, field);
    } else {
      check_value(connection, field, value->second);
    }
  }
}

}  // namespace ingest::host

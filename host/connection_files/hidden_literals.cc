// hidden_literals.cc - see hidden_literals.hpp.
#include "connection_files/hidden_literals.hpp"

#include <string_view>

#include "connection/secret_source.hpp"
#include "connection_files/yaml_edit.hpp"

namespace ingest::host {
namespace {

bool sounds_secret(const std::string& key) {
  for (const std::string_view word : {"key", "secret", "token", "password", "credential"})
    if (key.find(word) != std::string::npos) return true;
  return false;
}

bool is_secret(const std::string& key, const v1::ConnectorDescriptor* connector) {
  if (connector == nullptr) return sounds_secret(key);
  for (const v1::ConfigField& field : connector->config_fields())
    if (field.key() == key) return field.type() == v1::FIELD_TYPE_SECRET;
  return sounds_secret(key);  // one that the connector does not know
}

}  // namespace

std::string without_literal_secrets(const std::string& text, const Connection& connection,
                                    const v1::ConnectorDescriptor* connector) {
  std::string shown = text;
  for (const auto& [key, value] : connection.config)
    if (is_secret(key, connector) && !parse_reference(value.text))
      shown = edited_yaml(shown, {{"config", key}, "\"[hidden]\""}, connection.file);
  return shown;
}

}  // namespace ingest::host

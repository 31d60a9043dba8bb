// login_ways.cc - see login_ways.hpp.
#include "cli/login_ways.hpp"

#include <algorithm>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {

const v1::ConfigField* field_named(const v1::ConnectorDescriptor& connector,
                                   const std::string& key) {
  for (const v1::ConfigField& field : connector.config_fields())
    if (field.key() == key) return &field;
  return nullptr;
}

std::string label_of(const v1::ConfigField& field) {
  return plain_text(field.label().empty() ? field.key() : field.label(), 60);
}

std::vector<std::vector<std::string>> ways_of(const v1::ConfigField& field,
                                              const v1::ConnectorDescriptor& connector) {
  std::vector<std::vector<std::string>> ways = {{field.key()}};
  for (const std::string& other : field.required_unless()) {
    std::vector<std::string> way = {other};
    for (std::size_t i = 0; i < way.size(); ++i) {
      const v1::ConfigField* member = field_named(connector, way[i]);
      if (member == nullptr) continue;
      for (const std::string& needed : member->needs())
        if (std::find(way.begin(), way.end(), needed) == way.end()) way.push_back(needed);
    }
    const bool known = std::all_of(way.begin(), way.end(), [&](const std::string& key) {
      return field_named(connector, key) != nullptr;
    });
    if (known) ways.push_back(std::move(way));
  }
  return ways;
}

std::set<std::string> keys_in_choices(const v1::ConnectorDescriptor& connector) {
  std::set<std::string> keys;
  for (const v1::ConfigField& field : connector.config_fields()) {
    if (!field.required()) continue;
    const auto ways = ways_of(field, connector);
    for (std::size_t i = 1; i < ways.size(); ++i) keys.insert(ways[i].begin(), ways[i].end());
  }
  return keys;
}

}  // namespace ingest::host

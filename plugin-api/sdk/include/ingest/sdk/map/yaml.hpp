// yaml.hpp - map files are YAML for people and JSON for the engine; this turns one into the other.
// Library ingest_map_yaml. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/places.hpp"

namespace ingest::sdk {

// What is wrong, and where in the text; what() says both: "line 3, column 5: ...".
class YamlError : public Error {
 public:
  YamlError(Place place, const std::string& text)
      : Error(INGEST_E_CONFIG, "line " + std::to_string(place.line) + ", column " +
                                   std::to_string(place.column) + ": " + text),
        place_(place),
        text_(text) {}
  Place place() const noexcept { return place_; }
  const std::string& text() const noexcept { return text_; }

 private:
  Place place_;
  std::string text_;
};

// One document of YAML's core schema: plain 5, true, null are a number, a bool and null, what is
// quoted is a string; keys are text as written. Anchors, aliases, tags, duplicate keys, more than
// 1 MiB, more than 32 levels: YamlError, or Error(INGEST_E_CONFIG) when it is about the whole.
std::string yaml_to_json(std::string_view yaml);
// places is told where everything stands.
std::string yaml_to_json(std::string_view yaml, Places& places);

}  // namespace ingest::sdk

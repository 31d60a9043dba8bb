// yaml.hpp - map files are YAML for people and JSON for the engine; this turns one into the other.
// Library ingest_map_yaml. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace ingest::sdk {

// One document of YAML's core schema: plain 5, true, null are a number, a bool and null, what is
// quoted is a string; keys are text as written. Anchors, aliases, tags, duplicate keys, more than
// 1 MiB, more than 32 levels: Error(INGEST_E_CONFIG, "line 3, column 5: ...").
std::string yaml_to_json(std::string_view yaml);

}  // namespace ingest::sdk

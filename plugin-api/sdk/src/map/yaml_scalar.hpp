// yaml_scalar.hpp - plain scalars of YAML's core schema as JSON. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace ingest::sdk::map {

// null, a bool, a number, or a string. False for infinities and what is no number in JSON's range.
bool append_json_scalar(std::string_view plain, std::string& json);

void append_json_string(std::string_view text, std::string& json);

}  // namespace ingest::sdk::map

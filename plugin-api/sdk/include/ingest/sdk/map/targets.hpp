// targets.hpp - every field that a transform map can fill, for validation and documentation.
// Constant data; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingest::sdk::map {

struct TargetInfo {
  std::string_view name;   // "findings[].severity"; "customAttributes.NAME": any name
  std::string_view field;  // of the message: "Finding.severity", "Finding.package.ecosystem"
  std::string_view type;   // "text", "integer", "number", "boolean", "time", "severity", "list of
                           // references", ...
  std::string_view doc;
  bool repeated = false;
  bool required = false;             // a map must have a row for it, and the row a value
  std::vector<std::string> aliases;  // other names for the same field
};

// In the order of the messages' fields, assets first.
const std::vector<TargetInfo>& targets();

}  // namespace ingest::sdk::map

// map_fixture.hpp - what the tests of maps share: a map from a few rows, and one record through it.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "ingest/sdk/map/yaml.hpp"

namespace maptest {

using ingest::sdk::TransformMap;
using Outcome = TransformMap::Outcome;

// The YAML of a map with the rows, and one for each required target that they leave out.
inline std::string map_yaml(const std::string& rows) {
  std::string yaml = "kind: map\nname: test\nversion: 1\nfor: test\nrows:\n" + rows;
  const auto add = [&](const std::string& target, const std::string& source) {
    if (rows.find("to: " + target) == std::string::npos &&
        rows.find("to: \"" + target + "\"") == std::string::npos) {
      yaml += "  - {" + source + ", to: \"" + target + "\"}\n";
    }
  };
  add("externalAssetId", "const: asset-1");
  add("assetDetail.name", "const: An asset");
  add("findings[].identityKey", "const: key-1");
  add("findings[].name", "const: A finding");
  add("findings[].severity", "const: HIGH");
  add("findings[].findingStatus", "const: NEW");
  return yaml;
}

inline TransformMap make_map(const std::string& rows) {
  return TransformMap::parse(ingest::sdk::yaml_to_json(map_yaml(rows)));
}

// The message of the Error that the rows are refused with; empty when they are not.
inline std::string refusal(const std::string& rows) {
  try {
    make_map(rows);
  } catch (const ingest::sdk::Error& e) {
    return e.code() == INGEST_E_CONFIG ? e.what() : "wrong status";
  }
  return "";
}

inline boost::json::object object(std::string_view json) {
  return ingest::sdk::json::parse_object(json, "test");
}

struct Mapped {
  Outcome outcome;
  ingest::v1::Asset asset;
  ingest::v1::Finding finding;
};

inline Mapped map_asset(const std::string& rows, std::string_view root) {
  Mapped mapped;
  mapped.outcome = make_map(rows).map_asset(object(root), mapped.asset);
  return mapped;
}

inline Mapped map_finding(const std::string& rows, std::string_view row,
                          std::string_view root = "{}") {
  Mapped mapped;
  mapped.outcome = make_map(rows).map_finding(object(root), object(row), mapped.finding);
  return mapped;
}

// One value through functions into a text: the text, or "! " and the reason.
inline std::string through(const std::string& functions, std::string_view value_json) {
  const Mapped mapped = map_finding(
      "  - from: findings[].v\n    to: findings[].description\n"
      "    apply: " +
          functions + "\n",
      "{\"v\": " + std::string(value_json) + "}");
  return mapped.outcome.ok ? mapped.finding.description() : "! " + mapped.outcome.reason;
}

// The same into a list of texts, shown as a|b|c.
inline std::string through_list(const std::string& functions, std::string_view value_json) {
  const Mapped mapped = map_finding(
      "  - from: findings[].v\n    to: findings[].compliances\n"
      "    apply: " +
          functions + "\n",
      "{\"v\": " + std::string(value_json) + "}");
  if (!mapped.outcome.ok) return "! " + mapped.outcome.reason;
  std::string all;
  for (const std::string& one : mapped.finding.compliances()) all += (all.empty() ? "" : "|") + one;
  return all;
}

}  // namespace maptest

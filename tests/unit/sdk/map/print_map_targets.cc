// Prints one line for each target of the engine: name, message field, and, in hexadecimal, the
// message that a map with a constant for that target makes, apart from what is required.
#include <cstdio>
#include <string>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/targets.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "ingest/sdk/messages.hpp"

namespace {

using ingest::sdk::map::TargetInfo;

std::string sample(const TargetInfo& target) {
  if (target.type == "time") return "\"2026-01-10T13:29:26Z\"";
  if (target.type == "integer" || target.type == "number" || target.type == "severity") return "3";
  if (target.type == "boolean") return "true";
  if (target.type == "status") return "\"ACTIVE\"";
  if (target.type == "triage state") return "\"URGENT\"";
  return "\"sample\"";
}

std::string fields(const TargetInfo& target) {
  if (target.type == "list of references") {
    return R"({"url":"$value","type":"$value","comment":"$value"})";
  }
  if (target.type == "list of methods") {
    return R"({"fullName":"$value","nameSpace":"$value","shortName":"$value","sourceFile":"$value"})";
  }
  return R"({"key":"$value","value":"$value"})";
}

std::string row(const TargetInfo& target) {
  const std::string to = "\"to\":\"" + std::string(target.name) + "\"}";
  if (target.type.rfind("list of", 0) == 0) {
    return "{\"each\":\"list\",\"fields\":" + fields(target) + "," + to;
  }
  return "{\"const\":" + sample(target) + "," + to;
}

}  // namespace

int main() try {
  const boost::json::object root{{"list", {"x"}}};
  for (const TargetInfo& target : ingest::sdk::map::targets()) {
    std::string json = R"({"kind":"map","name":"t","version":1,"for":"t","rows":[)" + row(target);
    for (const TargetInfo& other : ingest::sdk::map::targets()) {
      if (other.required && other.name != target.name) json += "," + row(other);
    }
    const auto map = ingest::sdk::TransformMap::parse(json + "]}");
    std::string bytes;
    ingest::sdk::TransformMap::Outcome outcome;
    if (target.field.rfind("Asset.", 0) == 0) {
      ingest::v1::Asset asset;
      outcome = map.map_asset(root, asset);
      bytes = ingest::sdk::serialize(asset);
    } else {
      ingest::v1::Finding finding;
      outcome = map.map_finding(root, root, finding);
      bytes = ingest::sdk::serialize(finding);
    }
    if (!outcome.ok) {
      std::fprintf(stderr, "%s\n", outcome.reason.c_str());
      return 1;
    }
    std::printf("%s\t%s\t", std::string(target.name).c_str(), std::string(target.field).c_str());
    for (const char c : bytes)
      std::printf("%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    std::printf("\n");
  }
  return 0;
} catch (const ingest::sdk::Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}

// yaml_json.cc - see yaml_json.hpp.
#include "connection_files/yaml_json.hpp"

#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>

namespace ingest::host {
namespace {

boost::json::value json_of(const YAML::Node& node) {
  if (node.IsScalar()) return boost::json::string(node.Scalar());
  if (node.IsSequence()) {
    boost::json::array all;
    for (const auto& entry : node) all.push_back(json_of(entry));
    return all;
  }
  if (!node.IsMap()) return nullptr;
  boost::json::object all;
  for (const auto& entry : node) all[entry.first.Scalar()] = json_of(entry.second);
  return all;
}

}  // namespace

boost::json::value yaml_as_json(const std::string& yaml) { return json_of(YAML::Load(yaml)); }

}  // namespace ingest::host

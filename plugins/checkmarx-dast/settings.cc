// settings.cc - see settings.hpp.
#include "checkmarx-dast/settings.hpp"

#include <string>

#include "checkmarx-one/config_values.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "maps/checkmarx-dast-default.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

void refuse_filters(const boost::json::object& settings) {
  const boost::json::value* scope = json::value_at(settings, "scope");
  if (scope == nullptr || (scope->is_object() && scope->get_object().empty())) return;
  throw Error(INGEST_E_CONFIG,
              "scope: " + std::string(kNoFilters) + " Remove scope from the connection");
}

ingest::sdk::TransformMap read_map(const boost::json::object& settings) {
  if (const boost::json::value* map = json::value_at(settings, "map"))
    return ingest::sdk::TransformMap::from_json(*map);
  return ingest::sdk::TransformMap::parse(kDefaultMap.json);
}

}  // namespace

Settings parse_settings(std::string_view text, int64_t now) {
  boost::json::object object = json::parse_object(text, "the settings");
  const boost::json::object& config = json::object_at(object, "config");
  refuse_filters(object);
  Settings settings{one::parse_connection(config, now), one::flag_at(config, "details"),
                    one::flag_at(config, "evidence"), read_map(object)};
  if (settings.evidence && !settings.details)
    throw Error(INGEST_E_CONFIG,
                "config.evidence is in the details of a result; set config.details to true too");
  one::wipe_secrets(object);
  return settings;
}

}  // namespace checkmarx::dast

// settings.cc - see settings.hpp.
#include "checkmarx-sca/settings.hpp"

#include <initializer_list>
#include <utility>

#include "checkmarx-one/config_values.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "maps/checkmarx-sca-default.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

struct Chip {
  std::string_view value;
  bool* selected;
};

// A list that is absent selects all of its chips; an empty one selects none.
void read_chips(const boost::json::object& scope, std::string_view key,
                std::initializer_list<Chip> chips) {
  const boost::json::value* list = json::value_at(scope, key);
  if (list == nullptr) return;
  const std::string name = "scope." + std::string(key);
  std::string choices;
  for (const Chip& chip : chips) {
    if (!choices.empty()) choices += ", ";
    choices += chip.value;
    *chip.selected = false;
  }
  if (!list->is_array()) throw Error(INGEST_E_CONFIG, name + " must be a list of: " + choices);
  for (const boost::json::value& entry : list->get_array()) {
    const std::string written = json::text_of(entry);
    bool known = false;
    for (const Chip& chip : chips) {
      if (chip.value != written) continue;
      *chip.selected = true;
      known = true;
    }
    if (!known)
      throw Error(INGEST_E_CONFIG, name + " has an unknown choice '" + written.substr(0, 80) +
                                       "'; the choices are: " + choices);
  }
}

Scope read_scope(const boost::json::object& object) {
  Scope scope;
  for (const auto& member : object) {
    if (member.key() != "asset_classes" && member.key() != "findings")
      throw Error(INGEST_E_CONFIG, "scope has an unknown filter '" +
                                       std::string(member.key()).substr(0, 80) +
                                       "'; the filters are: asset_classes, findings. Custom "
                                       "filtering is not supported");
  }
  read_chips(object, "asset_classes",
             {{"code-repository", &scope.code_repository},
              {"generic-application", &scope.generic_application}});
  read_chips(object, "findings", {{"vulnerability", &scope.vulnerabilities}});
  if (!scope.generic_application && !scope.code_repository)
    throw Error(INGEST_E_CONFIG,
                "scope.asset_classes selects nothing; select code-repository, "
                "generic-application or both");
  return scope;
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
  Settings settings{json::text_at(object, "connection"), one::parse_connection(config, now),
                    read_scope(json::object_at(object, "scope")),
                    one::flag_at(config, "main_branch_only"), read_map(object)};
  one::wipe_secrets(object);
  return settings;
}

}  // namespace checkmarx::sca

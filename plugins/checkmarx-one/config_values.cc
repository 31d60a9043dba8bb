// config_values.cc - see config_values.hpp.
#include "checkmarx-one/config_values.hpp"

#include <cstring>
#include <string>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::one {

namespace json = ingest::sdk::json;

bool flag_at(const boost::json::object& config, std::string_view key) {
  const boost::json::value* written = json::value_at(config, key);
  if (written == nullptr) return false;
  const auto flag = json::bool_at(config, key);
  if (!flag)
    throw ingest::sdk::Error(INGEST_E_CONFIG, "config." + std::string(key) +
                                                  " is true or false, not '" +
                                                  json::text_of(*written).substr(0, 80) + "'");
  return *flag;
}

void wipe_secrets(boost::json::object& settings) {
  boost::json::value* config = settings.if_contains("config");
  if (config == nullptr || !config->is_object()) return;
  for (const std::string_view key : {"api_key", "client_secret"}) {
    boost::json::value* secret = config->get_object().if_contains(key);
    if (secret == nullptr || !secret->is_string()) continue;
    explicit_bzero(secret->get_string().data(), secret->get_string().size());
  }
}

}  // namespace checkmarx::one

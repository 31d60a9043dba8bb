// config_values.hpp - reading the settings that the host hands to create, and letting go of the
// secrets in them. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

namespace checkmarx::one {

// config.key, false when it is absent. Throws INGEST_E_CONFIG for what is neither true nor false.
bool flag_at(const boost::json::object& config, std::string_view key);

// Overwrites the secrets under settings.config where they lie.
void wipe_secrets(boost::json::object& settings);

}  // namespace checkmarx::one

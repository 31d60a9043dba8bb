// target_names.hpp - the targets that maps fill, by every name that a map may use for them.
// Thread-safe.
#pragma once

#include <ingest/sdk/map/targets.hpp>
#include <string>
#include <string_view>

namespace ingest::host {

// Null for what is no target. A custom attribute is the target "customAttributes.NAME".
const sdk::map::TargetInfo* target_info(std::string_view written);

// The name under which it is documented; of a custom attribute, and of what is no target, as
// written.
std::string first_name(std::string_view written);

}  // namespace ingest::host

// suggest.hpp - "did you mean". Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingest::sdk::map {

// "; did you mean 'value_map'?" when one of the names is close to what was written, else "".
std::string did_you_mean(std::string_view written, const std::vector<std::string_view>& names);

}  // namespace ingest::sdk::map

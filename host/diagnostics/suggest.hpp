// suggest.hpp - "did you mean". Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingest::host {

// The name that differs least from what was written, if it differs little; else empty.
std::string nearest(std::string_view written, const std::vector<std::string>& names);

// "did you mean 'region'?", or else the names: "known are: a, b, c" ("" when there are none).
std::string suggestion(std::string_view written, const std::vector<std::string>& names);

// "a, b, c"
std::string joined(const std::vector<std::string>& names, std::string_view separator = ", ");

}  // namespace ingest::host

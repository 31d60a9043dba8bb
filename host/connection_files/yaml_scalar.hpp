// yaml_scalar.hpp - a text as one line of YAML that reads back as the same text: bare where that
// is safe, in double quotes where not. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ingest::host {

std::string yaml_scalar(std::string_view text);

// [a, b]
std::string yaml_list(const std::vector<std::string>& texts);

}  // namespace ingest::host

// bare_pass.hpp - the least that Boost.JSON's parser takes for a page: every value goes to a
// handler that does nothing. [thread-safe]
#pragma once

#include <string_view>

namespace ingest::bench {

// Throws std::runtime_error when it is no JSON.
void bare_pass(std::string_view json);

}  // namespace ingest::bench

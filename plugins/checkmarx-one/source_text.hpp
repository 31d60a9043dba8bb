// source_text.hpp - small readings of what the source writes that both connectors need.
// Pure functions. [thread-safe]
#pragma once

#include <string>
#include <string_view>

namespace checkmarx::one {

// A URL without "user:password@". "git@host:path" stays as it is: that is no secret.
std::string without_userinfo(std::string_view url);

// Checkmarx One writes times in UTC with any number of digits after the second: without the final
// Z, plain comparison puts them in order. Empty for what does not look like one.
std::string_view comparable_time(std::string_view time);

}  // namespace checkmarx::one

// secret_spans.hpp - where in HTTP traffic, as text, credentials stand: the values of cookie and
// authorization headers, of parameters and members whose names say token, password or the like
// (in URLs, forms, multipart bodies, JSON, XML and HTML), bearer tokens, user names and passwords
// in URLs, and private keys. In doubt a span is longer rather than shorter. Pure functions.
// [thread-safe]
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace checkmarx::dast {

struct SecretSpan {
  size_t begin = 0;
  size_t end = 0;        // exclusive
  bool cookies = false;  // "a=1; b=2" rather than one value
};

// "Set-Cookie", "x_api_key", "accessToken", "user[password]".
bool is_secret_name(std::string_view name);

// In the order of their begins; they may overlap.
std::vector<SecretSpan> find_secrets(std::string_view text);

}  // namespace checkmarx::dast

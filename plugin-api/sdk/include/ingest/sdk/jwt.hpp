// jwt.hpp - reading what a JSON Web Token says about itself.
//
// The signature is not checked: only the issuer can do that, and a claim read here serves to
// find hosts and to explain failures, never to grant anything. Tokens are hostile input: size
// and nesting are bounded. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::sdk {

inline constexpr size_t kMaxJwtBytes = 64 * 1024;

// The claims of a token of three parts, the second of which is base64url of a JSON object.
// Empty for anything else.
std::optional<boost::json::object> jwt_claims(std::string_view token);

// A claim that is a string; empty when it is absent or something else.
std::string claim_text(const boost::json::object& claims, std::string_view name);

// A claim that is a number of seconds since 1970; empty when absent, zero or something else.
std::optional<int64_t> claim_time(const boost::json::object& claims, std::string_view name);

// The text with everything in it that looks like a JWT replaced by "[token removed]".
std::string without_tokens(std::string_view text);

}  // namespace ingest::sdk

// error_text.hpp - what an error answer says, in one bounded line without credentials.
//
// The services behind Checkmarx One answer errors in eight shapes, from Keycloak's JSON to a
// proxy's HTML page; one extractor reads them all. Pure functions. [thread-safe]
#pragma once

#include <string>
#include <string_view>

namespace checkmarx::one {

// Empty when the body is empty. Never more than about 200 characters.
std::string error_text(std::string_view body);

// Any bytes of the source or a library made fit for a message: one line of UTF-8, no control
// characters, no tokens, at most max bytes, cut between characters.
std::string fit_for_message(std::string_view text, size_t max = 200);

}  // namespace checkmarx::one

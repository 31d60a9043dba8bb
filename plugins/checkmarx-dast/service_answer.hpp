// service_answer.hpp - is it the DAST service that answers, and may the bearer use it?
//
// A tenant without DAST answers 403; a region or tenant without the service 404, or the HTML of
// the web interface with any status. The reader should hear that instead. Pure functions of the
// answer and the client's token. [thread-safe]
#pragma once

#include <string_view>

#include "checkmarx-one/api_client.hpp"

namespace checkmarx::dast {

// The services send JSON as text/plain.
inline constexpr std::string_view kAnyJson = "application/json, text/plain;q=0.9, */*;q=0.5";

inline constexpr std::string_view kViewEnvironments = "dast-view-environments";

// The body is a web page.
bool is_html(const one::Answer& answer);

// What a 404 means: that there is no such service, or no such environment or scan.
enum class Asks { kService, kItem };

// Throws RequestError unless a 2xx with something else than a web page came.
void expect_answer(const one::ApiClient& api, const one::Answer& answer, std::string_view tried,
                   Asks asks);

}  // namespace checkmarx::dast

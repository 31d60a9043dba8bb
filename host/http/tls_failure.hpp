// tls_failure.hpp - what went wrong between two ends of a TLS connection, in one sentence for
// people. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/verdict.hpp"

namespace ingest::host::http {

// detail: libcurl's own words as one line.
std::string tls_failure(const Ending& ending, const std::string& detail);

// The other end sent an alert because of the client's certificate, or because there was none. In
// TLS 1.3 that comes when the handshake is over for us.
bool blames_certificate(const Ending& ending);

// Some servers complete the handshake and say it with a page: status and body of an answer.
std::optional<Verdict> certificate_demanded(const Ending& ending, int http_status,
                                            std::string_view body);

}  // namespace ingest::host::http

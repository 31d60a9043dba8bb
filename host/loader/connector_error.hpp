// connector_error.hpp - what a connector's call returned, made safe to show: known code, valid and
// bounded text without control characters. Plain data.
#pragma once

#include <ingest/connector.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "diagnostics/failure.hpp"

namespace ingest::host {

struct ConnectorError {
  ingest_status code = INGEST_E_INTERNAL;  // never INGEST_OK
  std::string message;                     // one paragraph of UTF-8, never empty
  std::chrono::milliseconds retry_after{0};
  std::int32_t vendor_code = 0;  // an HTTP status, an errno; 0: none
};

// "configuration", "credentials", ... for people.
std::string_view status_name(ingest_status code) noexcept;

// The exit status that a code leads to when nothing softens it.
ExitStatus exit_status_of(ingest_status code) noexcept;

// doing: "reading from the source". For a call whose error ends the command.
Failure failure_of(const std::string& connector, const std::string& doing,
                   const ConnectorError& error);

}  // namespace ingest::host

// connector_error.cc - see connector_error.hpp.
#include "loader/connector_error.hpp"

namespace ingest::host {

std::string_view status_name(ingest_status code) noexcept {
  switch (code) {
    case INGEST_OK:
      return "ok";
    case INGEST_E_CONFIG:
      return "configuration";
    case INGEST_E_AUTH:
      return "credentials refused";
    case INGEST_E_FORBIDDEN:
      return "permission missing";
    case INGEST_E_RATE_LIMITED:
      return "rate limited";
    case INGEST_E_UNAVAILABLE:
      return "source unavailable";
    case INGEST_E_TIMEOUT:
      return "timeout";
    case INGEST_E_CANCELLED:
      return "cancelled";
    case INGEST_E_BAD_DATA:
      return "malformed data";
    case INGEST_E_UNSUPPORTED:
      return "unsupported";
    case INGEST_E_TOO_LARGE:
      return "too large";
    default:
      return "internal error";
  }
}

ExitStatus exit_status_of(ingest_status code) noexcept {
  switch (code) {
    case INGEST_OK:
      return ExitStatus::kOk;
    case INGEST_E_CONFIG:
      return ExitStatus::kConfig;
    case INGEST_E_AUTH:
    case INGEST_E_FORBIDDEN:
      return ExitStatus::kCredentials;
    case INGEST_E_RATE_LIMITED:
    case INGEST_E_UNAVAILABLE:
    case INGEST_E_TIMEOUT:
    case INGEST_E_BAD_DATA:
    case INGEST_E_TOO_LARGE:
      return ExitStatus::kNetwork;
    case INGEST_E_CANCELLED:
      return ExitStatus::kInterrupted;
    default:
      return ExitStatus::kConnector;
  }
}

namespace {

std::string hint_for(ingest_status code) {
  switch (code) {
    case INGEST_E_CONFIG:
      return "Correct the connection file.";
    case INGEST_E_AUTH:
    case INGEST_E_FORBIDDEN:
    case INGEST_E_UNAVAILABLE:
    case INGEST_E_TIMEOUT:
      return "'ingest test CONNECTION' shows which step fails, and why.";
    case INGEST_E_RATE_LIMITED:
      return "Wait, or lower http.requests_per_second in the connection file.";
    case INGEST_E_BAD_DATA:
    case INGEST_E_TOO_LARGE:
      return "Run again with --log-level debug to see the requests.";
    case INGEST_E_CANCELLED:
      return {};
    default:
      return "This is the connector's fault: tell its author, with the text above.";
  }
}

}  // namespace

Failure failure_of(const std::string& connector, const std::string& doing,
                   const ConnectorError& error) {
  std::string text =
      connector + ": " + doing + ": " + error.message + " (" + std::string(status_name(error.code));
  if (error.vendor_code != 0) text += ", code " + std::to_string(error.vendor_code);
  text += ")";
  return Failure(exit_status_of(error.code), text, hint_for(error.code));
}

}  // namespace ingest::host

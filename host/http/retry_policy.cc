#include "http/retry_policy.hpp"

#include "http/answer.hpp"

namespace ingest::host {

bool is_transient(const AttemptOutcome& outcome) {
  switch (outcome.end) {
    case AttemptEnd::kUnknownName:
    case AttemptEnd::kHopeless:
      return false;
    case AttemptEnd::kAnswered:
      break;
    default:
      return true;
  }
  switch (outcome.http_status) {
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return true;
    default:
      return false;
  }
}

bool is_throttling(const AttemptOutcome& outcome) {
  if (outcome.end != AttemptEnd::kAnswered) return false;
  return outcome.http_status == 429 ||
         (outcome.http_status == 503 && !http::find_header(outcome.headers, "retry-after").empty());
}

std::string reason_of(const AttemptOutcome& outcome) {
  switch (outcome.end) {
    case AttemptEnd::kAnswered:
      return "status " + std::to_string(outcome.http_status);
    case AttemptEnd::kUnresolved:
    case AttemptEnd::kUnknownName:
      return "resolve";
    case AttemptEnd::kConnection:
      return "connection";
    case AttemptEnd::kTimeout:
      return "timeout";
    case AttemptEnd::kStalled:
      return "stalled";
    case AttemptEnd::kCutShort:
      return "cut short";
    case AttemptEnd::kCorrupt:
      return "corrupt";
    case AttemptEnd::kHopeless:
      break;
  }
  return "other";
}

}  // namespace ingest::host

#include "http/trace_line.hpp"

#include "http/backoff.hpp"

namespace ingest::host::http {
namespace {

const char* version_name(int version) {
  switch (version) {
    case 10:
      return "HTTP/1.0";
    case 11:
      return "HTTP/1.1";
    case 20:
      return "HTTP/2";
    default:
      return "no answer";
  }
}

std::string correlation(const Request& request) {
  const std::string& id = request.headers.correlation_id;
  return id.empty() ? std::string() : ", correlation " + id;
}

}  // namespace

std::string retry_line(const Transfer& transfer, unsigned max_attempts,
                       std::chrono::milliseconds pause) {
  const Request& request = transfer.request();
  const Verdict& verdict = transfer.verdict();
  const std::string why = verdict.status == INGEST_OK
                              ? "HTTP " + std::to_string(transfer.http_status())
                              : verdict.sentence;
  return request.method + " " + request.shown_url() + ": " + why + "; attempt " +
         std::to_string(transfer.attempts()) + " of " + std::to_string(max_attempts) +
         ", again in " + in_words(pause) + correlation(request);
}

std::string trace_line(const Transfer& transfer, Clock::time_point now) {
  const Request& request = transfer.request();
  const Verdict& verdict = transfer.verdict();
  const auto total = std::chrono::duration_cast<std::chrono::milliseconds>(transfer.total(now));
  std::string line = request.method + " " + request.shown_url() + ": ";
  if (verdict.status == INGEST_OK) {
    line += request.connect_only() ? "connected" : std::to_string(transfer.http_status());
  } else {
    line +=
        "failed in phase " + std::string(phase_name(verdict.phase)) + " (" + verdict.sentence + ")";
  }
  line += ", attempts " + std::to_string(transfer.attempts()) + ", " +
          std::to_string(transfer.body_size()) + " bytes, " + std::to_string(total.count()) +
          " ms, " + version_name(transfer.http_version());
  return line + correlation(request);
}

}  // namespace ingest::host::http

#include "http/trace_line.hpp"

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

}  // namespace

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
  if (!request.headers.correlation_id.empty()) {
    line += ", correlation " + request.headers.correlation_id;
  }
  return line;
}

}  // namespace ingest::host::http

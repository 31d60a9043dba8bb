#include "request_log.h"

#include <chrono>
#include <stdexcept>

#include "dice.h"
#include "json_text.h"

namespace fake_cx1 {

RequestLog::RequestLog(const std::string& path) {
  if (path.empty()) return;
  file_.open(path, std::ios::app);
  if (!file_) throw std::runtime_error(path + ": cannot be opened for writing");
}

void RequestLog::Write(std::string_view endpoint, const Request& request, unsigned status,
                       std::string_view token_id) {
  if (!file_.is_open()) return;
  using std::chrono::microseconds;
  const auto now =
      std::chrono::duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  std::string line;
  JsonText json(line);
  json.BeginObject();
  json.Text("time", TimestampMicros(now / 1000000, static_cast<std::uint64_t>(now % 1000000)));
  json.Text("listener", request.listener == ListenerKind::kApi ? "api" : "iam");
  json.Text("endpoint", endpoint);
  json.Text("method", request.method);
  json.Text("target", request.target);
  json.Unsigned("status", status);
  json.Text("user_agent", request.user_agent);
  json.Text("correlation_id", request.correlation_id);
  json.Text("token_id", token_id);
  json.EndObject();
  line += '\n';
  const std::lock_guard lock(mutex_);
  file_ << line << std::flush;
}

}  // namespace fake_cx1

#include "traffic_stats.h"

#include <algorithm>

#include "json_text.h"

namespace fake_cx1 {

TrafficStats::InFlight::InFlight(TrafficStats& stats) : stats_(stats) {
  const std::lock_guard lock(stats_.mutex_);
  stats_.max_in_flight_ = std::max(stats_.max_in_flight_, ++stats_.in_flight_);
}

TrafficStats::InFlight::~InFlight() {
  const std::lock_guard lock(stats_.mutex_);
  --stats_.in_flight_;
}

void TrafficStats::Increment(Counts& counts, std::string_view name) {
  const auto found = counts.find(name);
  if (found != counts.end()) {
    ++found->second;
  } else {
    counts.emplace(name, 1);
  }
}

void TrafficStats::CountConnection() {
  const std::lock_guard lock(mutex_);
  ++connections_;
}

void TrafficStats::CountRequest(std::string_view endpoint, const Request& request,
                                unsigned status) {
  const std::lock_guard lock(mutex_);
  ++requests_;
  Increment(by_endpoint_, endpoint);
  Increment(by_status_, std::to_string(status));
  if (request.user_agent.empty()) ++without_user_agent_;
  if (request.correlation_id.empty()) ++without_correlation_id_;
}

void TrafficStats::CountToken(std::string_view grant) {
  const std::lock_guard lock(mutex_);
  Increment(tokens_by_grant_, grant);
}

void TrafficStats::CountBytes(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  bytes_sent_ += bytes;
}

std::string TrafficStats::Json() const {
  const std::lock_guard lock(mutex_);
  std::string body;
  JsonText json(body);
  const auto append = [&json](std::string_view key, const Counts& counts) {
    json.BeginObject(key);
    for (const auto& [name, count] : counts) json.Unsigned(name, count);
    json.EndObject();
  };
  json.BeginObject();
  json.Unsigned("requests", requests_);
  append("requests_by_endpoint", by_endpoint_);
  append("replies_by_status", by_status_);
  append("tokens_by_grant", tokens_by_grant_);
  std::uint64_t tokens = 0;
  for (const auto& entry : tokens_by_grant_) tokens += entry.second;
  json.Unsigned("tokens_issued", tokens);
  json.Unsigned("in_flight", in_flight_);
  json.Unsigned("max_in_flight", max_in_flight_);
  json.Unsigned("without_user_agent", without_user_agent_);
  json.Unsigned("without_correlation_id", without_correlation_id_);
  json.Unsigned("connections", connections_);
  json.Unsigned("bytes_sent", bytes_sent_);
  json.EndObject();
  return body;
}

}  // namespace fake_cx1

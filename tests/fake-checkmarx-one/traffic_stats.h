// What was asked of this tenant, for tests that assert how a client behaved.
#ifndef TESTS_FAKE_CHECKMARX_ONE_TRAFFIC_STATS_H_
#define TESTS_FAKE_CHECKMARX_ONE_TRAFFIC_STATS_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "http_message.h"

namespace fake_cx1 {

// Thread-safe.
class TrafficStats {
 public:
  // A request counts as in flight from the moment it was read until its reply was written.
  class InFlight {
   public:
    explicit InFlight(TrafficStats& stats);
    ~InFlight();
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

   private:
    TrafficStats& stats_;
  };

  void CountConnection();
  void CountRequest(std::string_view endpoint, const Request& request, unsigned status);
  void CountToken(std::string_view grant);
  void CountBytes(std::uint64_t bytes);
  std::string Json() const;

 private:
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;
  static void Increment(Counts& counts, std::string_view name);

  mutable std::mutex mutex_;
  Counts by_endpoint_;
  Counts by_status_;
  Counts tokens_by_grant_;
  std::uint64_t requests_ = 0;
  std::uint64_t connections_ = 0;
  std::uint64_t bytes_sent_ = 0;
  std::uint64_t in_flight_ = 0;
  std::uint64_t max_in_flight_ = 0;
  std::uint64_t without_user_agent_ = 0;
  std::uint64_t without_correlation_id_ = 0;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_TRAFFIC_STATS_H_

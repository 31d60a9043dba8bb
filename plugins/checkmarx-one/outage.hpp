// outage.hpp - when a service of the source counts as down, so that a tenant of thousands of
// projects is not asked for every single one.
//
// The host has repeated each request already, for minutes perhaps. What counts is failures in a
// row of one service: any other answer of that service, a refusal too, starts the count anew, so
// that one failing project never does it. An answer of 500 weighs less: such a service is there,
// and fails on what it is asked. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "checkmarx-one/request_error.hpp"

namespace checkmarx::one {

class Outage {
 public:
  static constexpr uint64_t kFailures = 24;
  static constexpr uint64_t kAnswers500 = 240;

  // under_way: requests that a moment of silence may take along all at once.
  explicit Outage(uint64_t under_way);

  void served(std::string_view service) { weights_.erase(std::string(service)); }
  void failed(std::string_view service, const RequestError& failure);
  bool is_down(std::string_view service) const;

 private:
  const uint64_t limit_;
  std::map<std::string, uint64_t, std::less<>> weights_;
};

// Whether a failure says that the service is down or busy, and not that it refused something.
bool is_unavailable(const RequestError& failure) noexcept;

}  // namespace checkmarx::one

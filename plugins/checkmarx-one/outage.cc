// outage.cc - see outage.hpp.
#include "checkmarx-one/outage.hpp"

#include <algorithm>

namespace checkmarx::one {
namespace {

constexpr uint64_t kWeight = Outage::kAnswers500 / Outage::kFailures;

}  // namespace

Outage::Outage(uint64_t under_way) : limit_(kWeight * std::max(kFailures, 2 * under_way)) {}

void Outage::failed(std::string_view service, const RequestError& failure) {
  if (!is_unavailable(failure)) return served(service);
  weights_[std::string(service)] += failure.http_status() == 500 ? 1 : kWeight;
}

bool Outage::is_down(std::string_view service) const {
  const auto at = weights_.find(service);
  return at != weights_.end() && at->second >= limit_;
}

bool is_unavailable(const RequestError& failure) noexcept {
  return failure.code() == INGEST_E_UNAVAILABLE || failure.code() == INGEST_E_TIMEOUT ||
         failure.code() == INGEST_E_RATE_LIMITED;
}

}  // namespace checkmarx::one

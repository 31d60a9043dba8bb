// Answers that do not arrive, or not whole, or not in time.
#ifndef TESTS_FAKE_CHECKMARX_ONE_DELIVERY_FAULTS_H_
#define TESTS_FAKE_CHECKMARX_ONE_DELIVERY_FAULTS_H_

#include "fault_spec.h"
#include "http_message.h"

namespace fake_cx1 {

inline Delivery DeliveryOf(const FaultSpec& fault) {
  using End = Delivery::End;
  using Place = Delivery::Place;
  Delivery delivery;
  const std::string at = fault.Text("at", fault.kind() == "close" ? "start" : "body");
  delivery.place = at == "start" ? Place::kStart : at == "headers" ? Place::kHeaders : Place::kBody;
  if (fault.kind() == "close") delivery.end = End::kClose;
  if (fault.kind() == "reset") delivery.end = End::kReset;
  if (fault.kind() == "tls-cut") delivery.end = End::kTlsCut;
  if (fault.kind() == "tls-garbage") delivery.end = End::kTlsGarbage;
  if (fault.kind() == "stall") delivery.end = End::kStall;
  if (fault.kind() == "drip") {
    delivery.drip_bytes = std::max<std::uint64_t>(fault.Number("bytes", 4), 1);
    delivery.drip_pause = std::chrono::milliseconds(fault.Number("ms", 100));
  }
  return delivery;
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DELIVERY_FAULTS_H_

// throttle.hpp - what follows from a server's complaint about too many requests: all that goes to
// its host pauses for as long as it asks, and fewer requests are in flight from then on. Used on
// the engine's thread only.
#pragma once

#include <optional>

#include "http/concurrency_limit.hpp"
#include "http/host_pauses.hpp"
#include "http/thinned_log.hpp"
#include "http/traffic.hpp"
#include "http/transfer.hpp"

namespace ingest::host::http {

class Throttle {
 public:
  Throttle(unsigned max_concurrency, const HttpTrace& trace, Traffic& traffic)
      : limit_(max_concurrency), trace_(trace), log_(trace), traffic_(traffic) {}

  unsigned limit() const { return limit_.now(); }
  bool holds(const Transfer& transfer, Clock::time_point now) const {
    return pauses_.paused(transfer.authority(), now);
  }
  // When to look again: what holds returned may have changed by then.
  Clock::duration left(Clock::time_point now, Clock::duration longest) const {
    return pauses_.left(now, longest);
  }
  // asked: the pause that the server asks for, if it is one to be kept.
  void attempt_ended(const Transfer& transfer, const AttemptOutcome& outcome,
                     std::optional<std::chrono::milliseconds> asked, Clock::time_point now);

 private:
  void complained(const Transfer& transfer, std::optional<std::chrono::milliseconds> asked,
                  Clock::time_point now);

  ConcurrencyLimit limit_;
  HostPauses pauses_;
  const HttpTrace& trace_;
  ThinnedLog log_;
  Traffic& traffic_;
};

}  // namespace ingest::host::http

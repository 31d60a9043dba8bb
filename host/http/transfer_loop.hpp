// transfer_loop.hpp - the engine's thread: one curl multi handle, the requests that wait, those in
// flight, those that pause before another attempt. Public functions are thread-safe; the rest runs
// on the loop's own thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "http/curl_handle.hpp"
#include "http/http_settings.hpp"
#include "http/memory_gate.hpp"
#include "http/name_checks.hpp"
#include "http/pending.hpp"
#include "http/request_budget.hpp"
#include "http/thinned_log.hpp"
#include "http/throttle.hpp"
#include "http/traffic.hpp"
#include "http/transfer.hpp"
#include "http/wiring.hpp"

namespace ingest::host::http {

class TransferLoop {
 public:
  TransferLoop(HttpSettings settings, HttpTrace trace, std::unique_ptr<RetryPolicy> retries);
  // Drops what waits and what is in flight.
  ~TransferLoop();
  TransferLoop(const TransferLoop&) = delete;
  TransferLoop& operator=(const TransferLoop&) = delete;

  void submit(std::unique_ptr<Request> request);
  // Some queue was closed: drop what belongs to it.
  void drop_closed() noexcept;
  void wake() noexcept;
  // A connector waits for an answer: a request that waits for room may have to start.
  void answer_awaited() noexcept {
    if (gate_.memory().is_waited_for()) wake();
  }
  HttpStats stats() const { return traffic_.stats(); }

 private:
  using TransferPtr = std::unique_ptr<Transfer>;

  void run();
  void step();
  void take_inbox();
  void drop_what_is_closed();
  bool startable(const Transfer& transfer, Clock::time_point now);
  void start_ready(Clock::time_point now);
  void start(TransferPtr transfer, Clock::time_point now);
  void join_multi(TransferPtr transfer);
  TransferPtr leave_multi(CURL* easy);
  void reap();
  void end_exchange(TransferPtr transfer, CURLcode code);
  void end_attempt(TransferPtr transfer);
  void decide(TransferPtr transfer);
  void finish(TransferPtr transfer);
  void break_off(TransferPtr transfer, const char* why);
  int pause(Clock::time_point now);

  const Wiring wiring_;
  const HttpTrace trace_;
  const std::unique_ptr<RetryPolicy> retries_;

  MultiHandle multi_;
  Traffic traffic_;
  RequestBudget budget_;
  Throttle throttle_;
  MemoryGate gate_;
  ThinnedLog retry_log_{trace_};
  Pending pending_;
  uint64_t submitted_ = 0;
  NameChecks name_checks_;
  std::map<CURL*, TransferPtr> in_flight_;
  HandlePool handles_;

  std::mutex inbox_mutex_;
  std::vector<std::unique_ptr<Request>> inbox_;
  bool stop_ = false;
  bool closed_some_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace ingest::host::http

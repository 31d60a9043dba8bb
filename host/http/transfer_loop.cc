#include "http/transfer_loop.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "http/trace_line.hpp"

namespace ingest::host::http {
namespace {

constexpr std::chrono::milliseconds kIdlePause{60000};
// libcurl 7.88 reads the frames of several HTTP/2 streams at once, hands over those of one, and
// forgets to ask for another turn: the rest lies in its buffer until some timer fires. Seen with
// five streams on one connection; a turn every so often hands it over.
constexpr std::chrono::milliseconds kTurn{10};
constexpr std::chrono::milliseconds kBreath{20};  // after running out of memory

// Signals are the main thread's business; and OpenSSL's writes to a closed socket raise SIGPIPE,
// which would end the process.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    sigdelset(&all, fault);
  }
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

TransferLoop::TransferLoop(HttpSettings settings, HttpTrace trace,
                           std::unique_ptr<RetryPolicy> retries)
    : wiring_(std::move(settings)),
      trace_(std::move(trace)),
      retries_(retries ? std::move(retries) : std::make_unique<NoRetries>()),
      multi_(curl().multi_init()),
      budget_(wiring_.settings.requests_per_second),
      throttle_(wiring_.settings.max_concurrency, trace_, traffic_),
      gate_(wiring_.settings.body_memory, [this] { wake(); }) {
  if (!multi_) throw std::bad_alloc();
  curl().multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  // Enough for every request in flight and for the idle ones of a second host, such as IAM's.
  const long pool = static_cast<long>(std::max(1u, wiring_.settings.max_concurrency)) + 4;
  curl().multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, pool);
  thread_ = std::thread([this] { run(); });
}

TransferLoop::~TransferLoop() {
  gate_.memory().stop();
  {
    // Wakes under the lock: once the thread sees stop_, there is no multi handle to wake.
    const std::lock_guard lock(inbox_mutex_);
    stop_ = true;
    wake();
  }
  thread_.join();
}

void TransferLoop::submit(std::unique_ptr<Request> request) {
  {
    const std::lock_guard lock(inbox_mutex_);
    inbox_.push_back(std::move(request));
  }
  wake();
}

void TransferLoop::drop_closed() noexcept {
  {
    const std::lock_guard lock(inbox_mutex_);
    closed_some_ = true;
  }
  wake();
}

void TransferLoop::wake() noexcept { curl().multi_wakeup(multi_.get()); }

void TransferLoop::run() {
  block_signals();
  while (true) {
    {
      const std::lock_guard lock(inbox_mutex_);
      if (stop_) break;
    }
    try {
      step();
    } catch (const std::exception& problem) {
      // Out of memory, in short. What is in flight cannot be trusted to go on.
      while (!in_flight_.empty()) {
        TransferPtr broken = leave_multi(in_flight_.begin()->first);
        break_off(std::move(broken), problem.what());
      }
      std::this_thread::sleep_for(kBreath);
    }
  }
  // On this thread, where closing a TLS connection cannot raise SIGPIPE.
  while (!in_flight_.empty()) leave_multi(in_flight_.begin()->first);
  handles_.clear();
  multi_.reset();
}

void TransferLoop::step() {
  take_inbox();
  const Clock::time_point now = Clock::now();
  for (TransferPtr& transfer : name_checks_.take_answered()) decide(std::move(transfer));
  pending_.wake_up(now);
  start_ready(now);
  int running = 0;
  curl().multi_perform(multi_.get(), &running);
  reap();
  curl().multi_poll(multi_.get(), nullptr, 0, pause(Clock::now()), nullptr);
}

void TransferLoop::take_inbox() {
  std::vector<std::unique_ptr<Request>> fresh;
  bool closed_some = false;
  {
    const std::lock_guard lock(inbox_mutex_);
    fresh.swap(inbox_);
    std::swap(closed_some, closed_some_);
  }
  for (auto& request : fresh) {
    auto transfer = std::make_unique<Transfer>(std::move(request), ++submitted_);
    const std::string& refusal = transfer->request().refusal;
    if (refusal.empty()) {
      pending_.add(std::move(transfer));
    } else {
      transfer->fail({INGEST_E_CONFIG, INGEST_HTTP_PHASE_START, refusal});
      finish(std::move(transfer));
    }
  }
  if (closed_some) drop_what_is_closed();
}

void TransferLoop::drop_what_is_closed() {
  const auto closed = [](const Transfer& t) { return t.request().queue->closed(); };
  pending_.erase_if(closed);
  name_checks_.erase_if(closed);
  std::vector<CURL*> gone;
  for (const auto& [easy, transfer] : in_flight_) {
    if (closed(*transfer)) gone.push_back(easy);
  }
  for (CURL* easy : gone) handles_.keep(leave_multi(easy)->take_handle());
}

bool TransferLoop::startable(const Transfer& transfer, Clock::time_point now) {
  return !transfer.request().queue->backed_up() && !throttle_.holds(transfer, now) &&
         gate_.admits(transfer);
}

void TransferLoop::start_ready(Clock::time_point now) {
  while (budget_.in_flight() < throttle_.limit() && budget_.wait(now) == Clock::duration::zero()) {
    TransferPtr next = pending_.take([&](const Transfer& t) { return startable(t, now); });
    if (!next) return;
    start(std::move(next), now);
  }
}

void TransferLoop::start(TransferPtr transfer, Clock::time_point now) {
  try {
    transfer->begin_attempt(handles_.take(), wiring_, now);
  } catch (const std::exception& problem) {
    break_off(std::move(transfer), problem.what());
    return;
  }
  if (transfer->attempts() > 1) traffic_.attempted_again();
  join_multi(std::move(transfer));
  budget_.charge(now);
}

void TransferLoop::join_multi(TransferPtr transfer) {
  CURL* easy = transfer->easy();
  gate_.began(*transfer);
  in_flight_.emplace(easy, std::move(transfer));
  budget_.enter();
  traffic_.sent(budget_.in_flight());
  curl().multi_add_handle(multi_.get(), easy);
}

TransferLoop::TransferPtr TransferLoop::leave_multi(CURL* easy) {
  curl().multi_remove_handle(multi_.get(), easy);
  budget_.leave();
  TransferPtr transfer = std::move(in_flight_.extract(easy).mapped());
  gate_.ended(*transfer);
  return transfer;
}

void TransferLoop::reap() {
  int left = 0;
  while (const CURLMsg* message = curl().multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    end_exchange(leave_multi(message->easy_handle), code);
  }
}

void TransferLoop::end_exchange(TransferPtr transfer, CURLcode code) {
  transfer->end_exchange(code);
  traffic_.exchanged(transfer->bytes_sent(), transfer->bytes_received(),
                     transfer->connections_opened());
  const Clock::time_point now = Clock::now();
  if (transfer->follow_redirect(wiring_, now)) {
    join_multi(std::move(transfer));
    budget_.charge(now);
  } else {
    end_attempt(std::move(transfer));
  }
}

void TransferLoop::end_attempt(TransferPtr transfer) {
  handles_.keep(transfer->take_handle());
  const bool unresolved = transfer->verdict().end == AttemptEnd::kUnresolved;
  if (unresolved && transfer->request().may_repeat()) {
    name_checks_.add(std::move(transfer));
  } else {
    decide(std::move(transfer));
  }
}

void TransferLoop::decide(TransferPtr transfer) {
  const Clock::time_point now = Clock::now();
  const AttemptOutcome outcome = transfer->outcome(now);
  throttle_.attempt_ended(*transfer, outcome, retries_->asked_pause(outcome), now);
  RetryDecision decision;
  if (transfer->request().may_repeat()) decision = retries_->decide(transfer->attempts(), outcome);
  if (!decision.pause) {
    const bool good = outcome.end == AttemptEnd::kAnswered && !is_transient(outcome);
    if (!good) transfer->conclude(decision.why_final, now);
    finish(std::move(transfer));
    return;
  }
  if (trace_) {
    retry_log_.warn(retry_line(*transfer, retries_->max_attempts(), *decision.pause), now);
  }
  traffic_.will_repeat(reason_of(outcome), *decision.pause);
  transfer->drop_answer();
  pending_.add_later(std::move(transfer), now + *decision.pause);
}

void TransferLoop::finish(TransferPtr transfer) {
  const Clock::time_point now = Clock::now();
  say(trace_, INGEST_LOG_DEBUG, [&] { return trace_line(*transfer, now); });
  if (transfer->verdict().status == INGEST_OK) gate_.learn(*transfer);
  transfer->deliver(gate_.memory(), now);
}

void TransferLoop::break_off(TransferPtr transfer, const char* why) {
  transfer->fail({INGEST_E_INTERNAL, INGEST_HTTP_PHASE_START,
                  std::string("the host could not carry out the request: ") + why});
  finish(std::move(transfer));
}

int TransferLoop::pause(Clock::time_point now) {
  const bool idle = in_flight_.empty() && name_checks_.empty();
  Clock::duration pause = idle ? kIdlePause : kTurn;
  pause = pending_.next_due(now, pause);
  // A wait for a slot or for the connector ends with a wake-up of its own.
  if (budget_.in_flight() < throttle_.limit() && !pending_.none_waiting()) {
    const bool ready = pending_.any([&](const Transfer& t) { return startable(t, now); });
    pause = ready ? std::min(pause, budget_.wait(now)) : throttle_.left(now, pause);
  }
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(pause).count();
  return static_cast<int>(std::max<int64_t>(0, ms));
}

}  // namespace ingest::host::http

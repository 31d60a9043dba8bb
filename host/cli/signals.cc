// signals.cc - see signals.hpp. Signals are taken by a thread that waits for them, so that no code
// runs inside a handler.
#include "cli/signals.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace ingest::host {
namespace {

std::stop_source& source() {
  // Leaked: the waiting thread may outlive main.
  static auto& all = *new std::stop_source;
  return all;
}

std::atomic<int> first_signal{0};
std::atomic<bool> somebody_asks{false};

void wait_for_signals(sigset_t wanted) {
  while (true) {
    int number = 0;
    if (::sigwait(&wanted, &number) != 0) return;
    if (first_signal.exchange(number) != 0 || !somebody_asks.load()) ::_exit(128 + number);
    source().request_stop();
  }
}

}  // namespace

void start_signal_thread() {
  ::signal(SIGPIPE, SIG_IGN);
  source();
  sigset_t wanted;
  ::sigemptyset(&wanted);
  ::sigaddset(&wanted, SIGINT);
  ::sigaddset(&wanted, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  std::thread(wait_for_signals, wanted).detach();
}

std::stop_token stop_requested() {
  somebody_asks.store(true);
  return source().get_token();
}

ExitStatus stopped_as() {
  switch (first_signal.load()) {
    case 0:
      return ExitStatus::kOk;
    case SIGINT:
      return ExitStatus::kInterrupted;
    default:
      return ExitStatus::kTerminated;
  }
}

}  // namespace ingest::host

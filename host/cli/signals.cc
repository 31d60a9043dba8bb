// signals.cc - see signals.hpp. Signals are taken by a thread that waits for them, so that no code
// runs inside a handler.
#include "cli/signals.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace ingest::host {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPatience{1500};
constexpr std::chrono::milliseconds kTimeToSpeak{300};
// SIGTERM again within this is the same request: the kernel tells of the end of the process that
// started us (PR_SET_PDEATHSIG) once for each of its threads, a service manager may tell as well,
// and timeout(1) tells the process and then its group.
constexpr std::chrono::milliseconds kOneRequest{300};

struct Ending {
  std::stop_source stop;
  std::mutex words;  // who holds it at the end has the last ones
  std::function<void()> last_words;
  std::function<void(int)> told;
  std::function<void(int)> end;  // of the process
};

Ending& ending() {
  // Leaked: the waiting thread may outlive main.
  static auto& all = *new Ending;
  return all;
}

std::atomic<int> first_signal{0};
std::atomic<bool> somebody_asks{false};

// Where requests to stop come from: signals, or the supervisor.
struct Requests {
  // Waits; the number of a signal.
  std::function<int()> next;
  // None: the time is over.
  std::function<std::optional<int>(std::chrono::nanoseconds patience)> next_within;
};

Requests requests_by_signals(const sigset_t& wanted) {
  return {[wanted] {
            int number = 0;
            return ::sigwait(&wanted, &number) == 0 ? number : 0;
          },
          [wanted](std::chrono::nanoseconds patience) -> std::optional<int> {
            timespec time{};
            time.tv_sec = patience.count() / 1'000'000'000;
            time.tv_nsec = patience.count() % 1'000'000'000;
            const int number = ::sigtimedwait(&wanted, nullptr, &time);
            if (number > 0) return number;
            return std::nullopt;
          }};
}

Requests requests_by(const Channel& supervisor) {
  const auto known = [](int number) {
    if (number == 0) ::_exit(128 + SIGKILL);  // nobody is there any more to work for
    return number;
  };
  return {[&supervisor, known] { return known(*supervisor.receive_stop(std::nullopt)); },
          [&supervisor, known](std::chrono::nanoseconds patience) -> std::optional<int> {
            const auto number =
                supervisor.receive_stop(std::chrono::ceil<std::chrono::milliseconds>(patience));
            if (number) return known(*number);
            return std::nullopt;
          }};
}

bool another_within(const Requests& requests, std::chrono::milliseconds patience) {
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end = begin + patience;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(end - Clock::now());
    if (left.count() <= 0) return false;
    if (const auto number = requests.next_within(left)) {
      const bool same = *number == SIGTERM && first_signal.load() == SIGTERM;
      if (same && Clock::now() - begin < kOneRequest) continue;
      return true;
    }
  }
}

void wait_for_requests(const Requests& requests) {
  int number = 0;
  std::optional<Clock::time_point> term;
  while (true) {
    number = requests.next();
    if (number == 0) return;
    if (number == SIGTERM) {
      if (term && Clock::now() - *term < kOneRequest) continue;
      term = Clock::now();
    }
    std::function<void(int)> told;
    {
      const std::lock_guard lock(ending().words);
      told = ending().told;
    }
    if (!told) break;
    told(number);
  }
  first_signal.store(number);
  if (!somebody_asks.load()) end_process(128 + number);
  ending().stop.request_stop();
  if (another_within(requests, kPatience)) end_process(128 + number);
  std::function<void()> say;
  {
    const std::lock_guard lock(ending().words);
    say = ending().last_words;
  }
  // Elsewhere, since whoever reads what we say may have stopped reading.
  try {
    std::thread(end_at_once, stopped_as(), say).detach();
    another_within(requests, kTimeToSpeak);
  } catch (const std::system_error&) {
  }
  end_process(128 + number);
}

}  // namespace

void start_signal_thread(const Channel& supervisor) {
  ending();
  std::thread(wait_for_requests, requests_by(supervisor)).detach();
}

void start_signal_thread() {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  ::signal(SIGCHLD, SIG_DFL);  // ignored, as it may come, it hides how a child ended
  ending();
  sigset_t wanted;
  ::sigemptyset(&wanted);
  ::sigaddset(&wanted, SIGINT);
  ::sigaddset(&wanted, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  std::thread(wait_for_requests, requests_by_signals(wanted)).detach();
}

std::stop_token stop_requested() {
  somebody_asks.store(true);
  return ending().stop.get_token();
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

void set_last_words(std::function<void()> say) {
  const std::lock_guard lock(ending().words);
  ending().last_words = std::move(say);
}

void hand_signals_to(std::function<void(int number)> told) {
  const std::lock_guard lock(ending().words);
  ending().told = std::move(told);
}

void end_at_once(ExitStatus status, const std::function<void()>& say) {
  ending().words.lock();  // for good: somebody else may be about to say the same
  if (say) say();
  end_process(static_cast<int>(status));
}

void set_end_of_process(std::function<void(int status)> end) { ending().end = std::move(end); }

void end_process(int status) {
  if (ending().end) ending().end(status);
  ::_exit(status);
}

}  // namespace ingest::host

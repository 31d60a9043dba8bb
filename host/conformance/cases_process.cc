// cases_process.cc - what belongs to the host: threads, descriptors, streams, signals, settings.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "conformance/call_watch.hpp"
#include "conformance/case.hpp"
#include "conformance/life.hpp"
#include "conformance/process_facts.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host::conformance {
namespace {

using Clock = std::chrono::steady_clock;

// A thread that was joined may take the kernel a moment to put away.
std::size_t threads_beyond(std::size_t before) {
  constexpr std::chrono::milliseconds kPatience{500};
  const Clock::time_point end = Clock::now() + kPatience;
  std::size_t now = thread_ids().size();
  while (now > before && Clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    now = thread_ids().size();
  }
  return now > before ? now - before : 0;
}

void no_threads_after_destroy(Trial& trial) {
  std::thread([] {}).join();  // the runtime may keep one of its own from the first on
  const std::size_t before = thread_ids().size();
  live(trial, [&](std::string_view what) {
    if (what != "loading it" && what != "destroy" && what != "a fetch that failed") return;
    if (const std::size_t more = threads_beyond(before); more != 0)
      throw Fault{
          std::to_string(more) + (more == 1 ? " thread runs" : " threads run") + " after " +
              std::string(what),
          "join in destroy what create and the calls have started; start nothing when loaded"};
  });
}

// Standard output and standard error lead into a pipe while it lives. Nobody waits at a full one.
class Streams {
 public:
  Streams() {
    if (::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK) != 0)
      throw std::system_error(errno, std::generic_category(), "pipe");
    std::fflush(nullptr);
    for (int fd = 0; fd < 2; ++fd) {
      kept_[fd] = ::fcntl(fd + 1, F_DUPFD_CLOEXEC, 3);
      ::dup2(pipe_[1], fd + 1);
    }
  }
  ~Streams() {
    for (int fd = 0; fd < 2; ++fd) {
      if (kept_[fd] < 0) continue;
      ::dup2(kept_[fd], fd + 1);
      ::close(kept_[fd]);
    }
    for (const int fd : pipe_) ::close(fd);
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  // What came since it was last asked for, or the beginning of it.
  std::string text() const {
    std::fflush(nullptr);
    char bytes[256];
    const ssize_t n = ::read(pipe_[0], bytes, sizeof(bytes));
    return n <= 0 ? std::string() : std::string(bytes, static_cast<std::size_t>(n));
  }

 private:
  int pipe_[2] = {-1, -1};
  int kept_[2] = {-1, -1};
};

void no_stdout(Trial& trial) {
  const Streams streams;
  live(trial, [&](std::string_view what) {
    if (const std::string text = streams.text(); !text.empty())
      throw Fault{
          "it printed \"" + plain_text(text, 100) + "\" by the time of " + std::string(what),
          "standard output is data and standard error is the host's: use host->log"};
  });
}

void no_fd_leak(Trial& trial) {
  const Facts before = open_descriptors();
  live(trial);
  const Facts once = open_descriptors();
  live(trial);
  const Facts twice = open_descriptors();
  if (const auto leaked = differences(once, twice); !leaked.empty())
    throw Fault{"each instance leaves descriptors behind: " + leaked.front(),
                "close in destroy what create and the calls have opened"};
  if (const auto kept = differences(before, once); !kept.empty())
    trial.warn("it keeps a descriptor when its instances are gone: " + kept.front());
}

void expect_unchanged(Trial& trial, Facts (*facts)(), const char* hint) {
  const Facts before = facts();
  live(trial, [&](std::string_view what) {
    const auto changes = differences(before, facts());
    if (!changes.empty())
      throw Fault{
          "by the time of " + std::string(what) + ", " + changes.front() +
              (changes.size() > 1 ? "; and " + std::to_string(changes.size() - 1) + " more changed"
                                  : ""),
          hint};
  });
}

void no_signal_handlers(Trial& trial) {
  expect_unchanged(
      trial, signal_facts,
      "signals are the host's: it stops runs with them, and connectors by is_cancelled");
}

void no_process_settings(Trial& trial) {
  expect_unchanged(trial, setting_facts,
                   "what holds for the whole process holds for the host and for other connectors");
}

void no_network_of_its_own(Trial& trial) {
  CallWatch watch(CallWatch::What::kNetwork);
  live(trial);
  if (const auto seen = watch.seen(); !seen.empty())
    throw Fault{"it called " + joined(seen),
                "requests go through " INGEST_EXT_HTTP
                ", which has proxies, certificates, limits and redaction in one place"};
}

void starts_no_process(Trial& trial) {
  CallWatch watch(CallWatch::What::kProcesses);
  live(trial);
  if (const auto seen = watch.seen(); !seen.empty())
    throw Fault{"it called " + joined(seen),
                "a connector runs where starting processes is forbidden"};
}

constexpr std::array kProcessCases = {
    Case{"no-threads-after-destroy", "No thread of it is left when its instance is gone.",
         Ready::kTable, no_threads_after_destroy},
    Case{"no-stdout", "It writes nothing to standard output and standard error.", Ready::kTable,
         no_stdout},
    Case{"no-fd-leak", "It leaves no descriptor open.", Ready::kTable, no_fd_leak},
    Case{"no-signal-handlers", "It leaves signals to the host.", Ready::kTable, no_signal_handlers},
    Case{"no-process-settings",
         "Working directory, umask, locale, environment and limits stay as they are.",
         Ready::kTable, no_process_settings},
    Case{"no-network-of-its-own", "It opens no socket.", Ready::kTable, no_network_of_its_own},
    Case{"starts-no-process", "It starts no process.", Ready::kTable, starts_no_process},
};

}  // namespace

std::span<const Case> process_cases() { return kProcessCases; }

}  // namespace ingest::host::conformance

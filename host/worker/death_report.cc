// death_report.cc - see death_report.hpp.
#include "worker/death_report.hpp"

#include <signal.h>
#include <string.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <vector>

#include "worker/call_text.hpp"
#include "worker/thread_name.hpp"
#include "worker/worker_threads.hpp"

namespace ingest::host {
namespace {

constexpr const char* kTellAuthor =
    "This is the connector's fault: tell its author, with the text above.";
// Below the stack there is a guard page or nothing; a large frame reaches beyond it.
constexpr std::uint64_t kBelowStack = std::uint64_t{1} << 20U;
constexpr std::uint64_t kNearStackEnd = std::uint64_t{16} << 10U;

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name == nullptr ? "signal " + std::to_string(number) : std::string("SIG") + name;
}

std::string binary_size(std::uint64_t bytes) {
  char text[32];
  if (bytes >= std::uint64_t{1} << 30U)
    std::snprintf(text, sizeof(text), "%.1f GiB", static_cast<double>(bytes) / (1U << 30U));
  else
    std::snprintf(text, sizeof(text), "%.0f MiB", static_cast<double>(bytes) / (1U << 20U));
  return text;
}

std::string in_host(HostFunction function) {
  switch (function) {
    case HostFunction::kNone:
    case HostFunction::kExtension:
      return {};
    case HostFunction::kEmit:
      return ", with what it handed to emit";
    case HostFunction::kBeginUnit:
      return ", with what it handed to begin_unit";
    case HostFunction::kEndUnit:
      return ", with what it handed to end_unit";
    case HostFunction::kRow:
      return ", with what it handed to row";
    case HostFunction::kSubmit:
      return ", with what it handed to submit";
    case HostFunction::kNext:
      return ", with what it handed to next";
    case HostFunction::kRelease:
      return ", with what it handed to release";
    case HostFunction::kLog:
      return ", with what it handed to log";
    case HostFunction::kProgress:
      return ", with what it handed to progress";
  }
  return {};
}

class Report {
 public:
  explicit Report(const WorkerDeath& death) : death_(death) {
    if (!death.said) return;
    for (const CallUnderWay& call : death.state.calls)
      if (call.tid == death.said->tid) call_ = call;
  }

  Failure failure() const {
    if (death_.stopped.why == Stopped::Why::kSilent) return silent();
    if (death_.stopped.why == Stopped::Why::kMemory) return too_much_memory();
    if (death_.stopped.why == Stopped::Why::kThreads) return too_many_threads();
    if (!death_.said) return without_a_word();
    switch (death_.said->kind) {
      case DeathKind::kOutOfMemory:
        return out_of_memory();
      case DeathKind::kDescriptors:
        return connectors("closed descriptors of the host (" + death_.said->detail + ")" +
                          during());
      case DeathKind::kExit:
        return blamed("ended the process, by exit(" + std::to_string(death_.said->exit_status) +
                      ")," + where());
      default:
        break;
    }
    if (is_out_of_memory()) return out_of_memory();
    return blamed("crashed" + where() + " (" + how() + ")");
  }

 private:
  Failure connectors(const std::string& what) const {
    return Failure(ExitStatus::kConnector, "connector " + death_.connector + " " + what,
                   kTellAuthor);
  }
  // Where the thread at fault is one of ours, and no call of the connector was under way on it.
  Failure blamed(const std::string& what) const {
    if (is_connectors()) return connectors(what);
    return Failure(ExitStatus::kInternal, "a defect of ingest: its worker " + what,
                   "Please report it, with the command and what --log-level debug prints.");
  }
  bool is_connectors() const {
    const Death& said = *death_.said;
    return call_ || said.thread_name != kHostThreadName ||
           (!said.module.empty() && said.module == death_.connector_file.string());
  }

  std::string where() const {
    if (call_) return " in " + text_of(*call_) + in_host(call_->within);
    if (!is_connectors()) return " on a thread of its own";
    std::string text = " on a thread that it had started";
    if (!death_.state.calls.empty()) text += ", during " + text_of(death_.state.calls);
    return text;
  }

  std::string during() const {
    return death_.state.calls.empty() ? std::string() : " in " + text_of(death_.state.calls);
  }

  // The signal, and what of it helps to find the fault.
  std::string how() const {
    const Death& said = *death_.said;
    std::string text = signal_name(said.signal);
    if (said.signal == SIGABRT || said.signal_code <= 0) return text;
    if (is_stack_overflow()) return text + ": its stack is full, by recursion without end";
    char address[32];
    std::snprintf(address, sizeof(address), "0x%llx",
                  static_cast<unsigned long long>(said.address));
    if (said.signal == SIGSEGV || said.signal == SIGBUS)
      text += std::string(" at address ") + address;
    if (!said.module.empty())
      text += ", in " + std::filesystem::path(said.module).filename().string();
    return text;
  }

  bool is_stack_overflow() const {
    const Death& said = *death_.said;
    if (said.signal != SIGSEGV && said.signal != SIGBUS) return false;
    if (!call_ || call_->stack_low == 0) return false;
    const std::uint64_t low = call_->stack_low;
    return said.address >= low - std::min(low, kBelowStack) && said.address < low + kNearStackEnd &&
           said.stack_pointer < low + kBelowStack;
  }

  // What C code makes of a malloc that returned nothing.
  bool is_out_of_memory() const {
    const Death& said = *death_.said;
    return (said.signal == SIGSEGV || said.signal == SIGBUS) && said.signal_code > 0 &&
           said.error == ENOMEM;
  }

  std::string memory_limit() const {
    return "worker.memory of the connection file allows " + binary_size(death_.limits.memory);
  }
  static const char* more_memory() {
    return "If that is too little for this source, state more as worker: {memory: ...}; otherwise "
           "tell the connector's author, with the text above.";
  }
  Failure out_of_memory() const {
    const std::string what = "found no more memory" + where() + ": " + memory_limit();
    if (!is_connectors())
      return Failure(ExitStatus::kInternal, "the worker " + what, more_memory());
    return Failure(ExitStatus::kConnector, "connector " + death_.connector + " " + what,
                   more_memory());
  }
  Failure too_much_memory() const {
    return Failure(ExitStatus::kConnector,
                   "connector " + death_.connector + " took too much memory" + during() + ": " +
                       binary_size(death_.stopped.resident) + ", where " + memory_limit(),
                   more_memory());
  }
  Failure too_many_threads() const {
    return connectors("started too many threads" + during() + ": the worker had " +
                      std::to_string(death_.stopped.threads) + ", of " +
                      std::to_string(kMostThreads) + " that it may have");
  }
  Failure silent() const {
    const auto& call = death_.stopped.call;
    const double seconds = std::chrono::duration<double>(death_.limits.stall).count();
    char time[32];
    std::snprintf(time, sizeof(time), "%g s", seconds);
    return Failure(ExitStatus::kConnector,
                   "connector " + death_.connector + " did not answer for " + time +
                       (call ? " in " + text_of(*call) : std::string()) + ", and was stopped",
                   "An endless loop, as it seems: tell its author, with the text above. One that "
                   "only needs more time gets it by worker: {stall: ...} in the connection file.");
  }

  // It was killed without its knowledge, or ended without the detour through exit().
  Failure without_a_word() const {
    const auto& calls = death_.state.calls;
    if (death_.end.signal == SIGKILL)
      return Failure(
          ExitStatus::kInternal,
          "the worker with connector " + death_.connector + " was killed (SIGKILL)" + during(),
          "Somebody killed it, or the kernel for want of memory: 'journalctl -k' tells.");
    const std::string how = death_.end.signal != 0
                                ? "crashed" + during() + " (" + signal_name(death_.end.signal) + ")"
                                : "ended the process" + during() + " (exit status " +
                                      std::to_string(death_.end.exit_status) + ")";
    if (!calls.empty()) return connectors(how);
    return Failure(ExitStatus::kInternal, "a defect of ingest: its worker " + how,
                   "Please report it, with the command and what --log-level debug prints.");
  }

  const WorkerDeath& death_;
  std::optional<CallUnderWay> call_;  // on the thread that spoke
};

}  // namespace

Failure failure_of(const WorkerDeath& death) { return Report(death).failure(); }

}  // namespace ingest::host

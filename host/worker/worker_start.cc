// worker_start.cc - see worker_start.hpp.
#include "worker/worker_start.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "diagnostics/failure.hpp"
#include "diagnostics/program_pid.hpp"
#include "diagnostics/pulse.hpp"
#include "diagnostics/streams.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/sanitized.hpp"
#include "worker/box_text.hpp"
#include "worker/call_recorder.hpp"
#include "worker/descriptor_guard.hpp"
#include "worker/last_words.hpp"
#include "worker/thread_name.hpp"
#include "worker/worker_descriptors.hpp"
#include "worker/worker_threads.hpp"

namespace ingest::host {
namespace {

// What is mapped and not used counts for the kernel's limit and not for the supervisor's watch:
// stacks above all, of as many threads as a run may have, and what malloc keeps in hand.
constexpr std::uint64_t kUntouched = std::uint64_t{256} << 20U;
constexpr std::uint64_t kStack = std::uint64_t{8} << 20U;
constexpr std::size_t kMostCandidate = std::size_t{2} << 20U;

Worker* the_worker = nullptr;

void limit(__rlimit_resource_t resource, rlim_t value) {
  rlimit current{};
  if (::getrlimit(resource, &current) != 0) return;
  value = std::min(value, current.rlim_max);
  const rlimit wanted{value, value};
  ::setrlimit(resource, &wanted);
}

// Data rather than the address space: an arena of malloc reserves 64 MiB of that for each thread,
// and uses next to nothing of it.
void limit_resources(const WorkerLimits& limits) {
  limit(RLIMIT_CORE, 1);  // the one value that keeps a crash from a core handler's pipe too
  limit(RLIMIT_NOFILE, limits.files);
  if (!kSanitized)
    limit(RLIMIT_DATA,
          limits.memory + kUntouched + kThreadsOfHost * kStack);  // a shadow has no limit
}

// A terminal's signals go to the whole group: the supervisor passes on what is to be heard.
void leave_signals_to_supervisor() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ}) ::signal(number, SIG_IGN);
}

// It dies with its supervisor, in whatever way that happens.
void depend_on(pid_t supervisor) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != supervisor) ::_exit(1);  // it went before that
}

std::optional<std::string> candidate_text() {
  if (::fcntl(kCandidateDescriptor, F_SETFD, FD_CLOEXEC) != 0) return std::nullopt;
  File file = File::adopt(kCandidateDescriptor, "the connection to be tested");
  const std::uint64_t size = file.size();
  if (size > kMostCandidate)
    throw Failure(ExitStatus::kInternal, "the connection to be tested is too large");
  std::string text(static_cast<std::size_t>(size), '\0');
  file.read_at(text.data(), text.size(), 0);
  return text;
}

void write_to_own_streams() {
  use_streams(kOutputDescriptor, kErrorDescriptor);
  // What a connector prints is seen when it prints it, and not lost when it ends.
  ::setvbuf(stdout, nullptr, _IOLBF, 0);
}

// Of whoever prints without a line's end; a thread that holds the stream keeps it.
void flush_stdout() noexcept {
  if (::ftrylockfile(stdout) != 0) return;
  ::fflush_unlocked(stdout);
  ::funlockfile(stdout);
}

void watch_calls(BlackBox& box) {
  // Never destroyed: threads may be in a call until the very end.
  static auto& guard = *new DescriptorGuard({{kChannelDescriptor, "the channel to its supervisor"},
                                             {kOutputDescriptor, "its standard output"},
                                             {kErrorDescriptor, "its standard error"}});
  static auto& recorder = *new CallRecorder(box, guard);
  pulse_of_others = &box.others;
  set_call_observer(&recorder);
}

}  // namespace

void Worker::note_run(const std::string& run_id, const std::string& unit_noun,
                      bool can_be_resumed) {
  RunNote& note = shared.box().run;
  const WritingText writing(note.sequence);
  set_text(note.run_id, run_id);
  set_text(note.unit_noun, unit_noun);
  note.can_be_resumed = can_be_resumed ? 1 : 0;
  note.stage.store(static_cast<std::uint32_t>(RunStage::kUnderWay), std::memory_order_release);
}

void Worker::note_units_kept(std::uint64_t units) noexcept {
  shared.box().run.units_kept.store(units, std::memory_order_relaxed);
}

void Worker::note_committed() noexcept {
  shared.box().run.stage.store(static_cast<std::uint32_t>(RunStage::kCommitted),
                               std::memory_order_release);
}

void Worker::end(int status) noexcept {
  flush_stdout();
  channel.send_done(status);
  // A sanitizer looks for leaks at exit(), which destroys what is static: not under the hands of
  // others.
  if (!kSanitized || ::gettid() != ::getpid()) ::_exit(status);
  forget_last_words();
  std::exit(status);
}

Worker& start_worker() {
  leave_signals_to_supervisor();
  for (int descriptor = kChannelDescriptor; descriptor < kFirstFreeDescriptor; ++descriptor)
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  Channel channel(File::adopt(kChannelDescriptor, "the channel to the supervisor"));
  WorkerStart start = channel.receive_start();
  const auto supervisor = static_cast<pid_t>(start.supervisor);
  depend_on(supervisor);
  write_to_own_streams();
  set_program_pid(supervisor);
  ::prctl(PR_SET_NAME, kHostThreadName);
  SharedBox shared = SharedBox::adopt(kBoxDescriptor);
  limit_resources(start.limits);
  auto secrets = std::make_shared<const HandedSecrets>(HandedSecrets::read(kSecretsDescriptor));
  VettedFile connector =
      VettedFile::adopt(kConnectorDescriptor, start.connector, start.connector_sha256);
  std::optional<std::string> candidate = candidate_text();
  the_worker = new Worker{std::move(channel), std::move(start),     std::move(shared),
                          std::move(secrets), std::move(connector), std::move(candidate)};
  note_last_words_in(the_worker->shared.box());
  watch_calls(the_worker->shared.box());
  enter_sandbox(SandboxKind::kWorker);
  return *the_worker;
}

Worker* this_worker() noexcept { return the_worker; }

}  // namespace ingest::host

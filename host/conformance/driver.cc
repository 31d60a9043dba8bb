// driver.cc - the process that checks a connector: prepares it in one child, then runs each case in
// a child of its own, several at a time, and tells what became of them. It has one thread, so that
// a fork takes all of it along; it never loads the connector itself.
//
// Frames to who asked for it: H the head; V number of the case, a colon, its verdict; E the end; X
// a failure: its status, and reason and hint with 0x1F between. For prepare_only: the frames of
// prepare, then E.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <exception>
#include <fstream>
#include <list>
#include <string>
#include <thread>
#include <vector>

#include "conformance/check_request.hpp"
#include "conformance/driver_frames.hpp"
#include "conformance/forked_child.hpp"
#include "conformance/preparation.hpp"
#include "conformance/slowness.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

using std::chrono::milliseconds;

void tell(int descriptor, char letter, const std::string& bytes) {
  if (!write_frame(descriptor, letter, bytes)) ::_exit(1);  // nobody listens any more
}

// A hostile connector may tell anything: what makes no sense ends the preparation.
void prepare_subject(Subject& subject, milliseconds time, int relay) {
  ForkedChild child([&subject](const ForkedChild::Send& send) { prepare(subject, send); }, time);
  bool sense = true;
  const auto take = [&] {
    while (std::optional<Frame> frame = child.next()) {
      sense = sense && take_step(subject, frame->letter, frame->bytes);
      if (sense && relay >= 0) tell(relay, frame->letter, frame->bytes);
    }
  };
  while (!child.advance()) {
    take();
    wait_for({&child});
  }
  take();
  const std::string death =
      sense ? child.death() : "its process told something that makes no sense";
  if (relay >= 0 && subject.ready != Ready::kPages && subject.why_no_more.empty())
    tell(relay, 'N', death);
  end_preparation(subject, death);
}

// Processes that a connector started and took out of its group have become our children.
void end_strays() {
  std::ifstream children("/proc/thread-self/children");
  for (pid_t child = 0; children >> child;) ::kill(child, SIGKILL);
  while (::waitpid(-1, nullptr, 0) > 0) {
  }
}

struct Running {
  std::size_t number;
  ForkedChild child;
  std::string verdict;
  const ForkedChild::Clock::time_point start = ForkedChild::Clock::now();
  Running(std::size_t n, const ForkedChild::Work& work, milliseconds time)
      : number(n), child(work, time) {}
};

Verdict verdict_of(const Running& running) {
  if (!running.verdict.empty()) return verdict_of_text(running.verdict);
  Verdict verdict;
  verdict.outcome = running.child.late() ? Outcome::kFail : Outcome::kCrash;
  verdict.reason = running.child.death();
  if (const std::string output = running.child.output(); !output.empty())
    verdict.hint = "it wrote: " + output;
  // See call_watch.hpp: fork and posix_spawn block all signals, so that no handler can tell.
  if (running.child.died_of(SIGSYS)) {
    verdict.outcome = Outcome::kFail;
    verdict.reason =
        "it made a system call that no connector may make, in " + running.child.stage();
    verdict.hint = "it most likely starts a process, which is forbidden where connectors run";
  }
  verdict.milliseconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<milliseconds>(ForkedChild::Clock::now() - running.start).count());
  return verdict;
}

class Driver {
 public:
  Driver(const CheckRequest& request, const Subject& subject, std::vector<const Case*> cases,
         int result_fd)
      : request_(request), subject_(subject), cases_(std::move(cases)), result_fd_(result_fd) {}

  void run() {
    const unsigned most = request_.at_once != 0 ? request_.at_once
                                                : std::max(1U, std::thread::hardware_concurrency());
    while (next_ < cases_.size() || !running_.empty()) {
      while (next_ < cases_.size() && running_.size() < most) start(next_++);
      if (running_.empty()) continue;
      std::vector<const ForkedChild*> children;
      for (const Running& one : running_) children.push_back(&one.child);
      wait_for(children);
      collect();
    }
  }

 private:
  void start(std::size_t number) {
    const Case& one = *cases_[number];
    Verdict verdict;
    verdict.outcome = Outcome::kSkip;
    if (const auto skip = subject_.check.skip.find(one.name); skip != subject_.check.skip.end()) {
      verdict.reason = skip->second;
      return told(number, verdict);
    }
    if (subject_.ready < one.needs) {
      verdict.reason = subject_.why_no_more;
      verdict.hint = subject_.hint;
      return told(number, verdict);
    }
    running_.emplace_back(
        number,
        [this, &one](const ForkedChild::Send& send) {
          const Verdict own =
              run_case(one, subject_, [&send](std::string_view what) { send(kStageFrame, what); });
          send('V', verdict_text(own));
        },
        std::chrono::duration_cast<milliseconds>(request_.time) * kSlowness);
  }

  void collect() {
    for (auto at = running_.begin(); at != running_.end();) {
      const bool ended = at->child.advance();
      while (std::optional<Frame> frame = at->child.next())
        if (frame->letter == 'V') at->verdict = std::move(frame->bytes);
      if (!ended) {
        ++at;
        continue;
      }
      told(at->number, verdict_of(*at));
      at = running_.erase(at);
    }
  }

  void told(std::size_t number, const Verdict& verdict) {
    tell(result_fd_, kVerdictFrame, std::to_string(number) + ":" + verdict_text(verdict));
  }

  const CheckRequest& request_;
  const Subject& subject_;
  const std::vector<const Case*> cases_;
  const int result_fd_;
  std::list<Running> running_;
  std::size_t next_ = 0;
};

}  // namespace

void run_conformance_driver(const std::string& text, bool prepare_only, int result_fd) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  try {
    const CheckRequest request = request_of_text(text);
    const std::vector<const Case*> cases = chosen_cases(request);
    Subject subject = subject_of(request);
    const milliseconds time = std::chrono::duration_cast<milliseconds>(request.time) * kSlowness;
    prepare_subject(subject, time, prepare_only ? result_fd : -1);
    if (!prepare_only) {
      tell(result_fd, kHeadFrame, head_text(head_of(subject)));
      Driver(request, subject, cases, result_fd).run();
    }
    tell(result_fd, kEndFrame, {});
  } catch (const Failure& failure) {
    tell(result_fd, kFailureFrame,
         std::to_string(static_cast<int>(failure.status())) + kBetweenTexts + failure.what() +
             kBetweenTexts + failure.hint());
  } catch (const std::exception& error) {
    tell(result_fd, kFailureFrame,
         std::to_string(static_cast<int>(ExitStatus::kInternal)) + kBetweenTexts +
             "the check could not go on: " + error.what() + kBetweenTexts);
  }
  end_strays();
  ::_exit(0);
}

}  // namespace ingest::host::conformance

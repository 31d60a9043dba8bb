// process_facts.cc - see process_facts.hpp.
#include "conformance/process_facts.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

namespace fs = std::filesystem;

std::string pointer_text(const void* pointer) {
  char text[32];
  std::snprintf(text, sizeof(text), "%p", pointer);
  return text;
}

std::string handler_text(const struct sigaction& action) {
  const auto* handler = reinterpret_cast<const void*>(
      (action.sa_flags & SA_SIGINFO) != 0 ? reinterpret_cast<std::uintptr_t>(action.sa_sigaction)
                                          : reinterpret_cast<std::uintptr_t>(action.sa_handler));
  if (action.sa_handler == SIG_DFL) return "the default";
  if (action.sa_handler == SIG_IGN) return "ignored";
  return "a handler at " + pointer_text(handler);
}

std::string signal_name(int number) {
  const char* name = ::sigabbrev_np(number);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(number);
}

std::string octal(unsigned value) {
  char text[16];
  std::snprintf(text, sizeof(text), "%04o", value);
  return text;
}

std::string working_directory() {
  std::error_code error;
  const fs::path path = fs::current_path(error);
  return error ? "gone" : path.string();
}

}  // namespace

std::vector<int> thread_ids() {
  std::vector<int> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc/self/task", error))
    all.push_back(std::atoi(entry.path().filename().c_str()));
  return all;
}

Facts open_descriptors() {
  Facts all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd", error)) {
    const fs::path leads_to = fs::read_symlink(entry.path(), error);
    // That of the listing itself is closed by now.
    if (!error)
      all["descriptor " + entry.path().filename().string()] = plain_text(leads_to.string(), 200);
  }
  for (auto at = all.begin(); at != all.end();)
    at = ::fcntl(std::atoi(at->first.c_str() + std::strlen("descriptor ")), F_GETFD) < 0
             ? all.erase(at)
             : std::next(at);
  return all;
}

Facts signal_facts() {
  Facts all;
  for (int number = 1; number <= 64; ++number) {
    struct sigaction action {};
    if (::sigaction(number, nullptr, &action) == 0) all[signal_name(number)] = handler_text(action);
  }
  sigset_t blocked;
  if (::pthread_sigmask(SIG_SETMASK, nullptr, &blocked) == 0)
    for (int number = 1; number <= 64; ++number)
      all[signal_name(number) + " in the calling thread"] =
          sigismember(&blocked, number) == 1 ? "blocked" : "not blocked";
  stack_t stack{};
  if (::sigaltstack(nullptr, &stack) == 0)
    all["the alternate signal stack"] =
        (stack.ss_flags & SS_DISABLE) != 0 ? "none" : "at " + pointer_text(stack.ss_sp);
  return all;
}

Facts setting_facts() {
  Facts all;
  all["the working directory"] = working_directory();
  const mode_t mask = ::umask(0);
  ::umask(mask);
  all["umask"] = octal(mask);
  all["the locale"] = std::setlocale(LC_ALL, nullptr);
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string text = *variable;
    const std::size_t equals = text.find('=');
    // Never the value: it may be anything.
    all["the environment variable " + plain_text(text.substr(0, equals), 80)] =
        "set (" + std::to_string(std::hash<std::string>()(text)) + ")";
  }
  for (int resource = 0; resource < RLIMIT_NLIMITS; ++resource) {
    rlimit limit{};
    if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &limit) == 0)
      all["resource limit " + std::to_string(resource)] =
          std::to_string(limit.rlim_cur) + "/" + std::to_string(limit.rlim_max);
  }
  for (int descriptor = 0; descriptor <= 2; ++descriptor)
    all["the flags of descriptor " + std::to_string(descriptor)] =
        octal(static_cast<unsigned>(::fcntl(descriptor, F_GETFL)));
  all["the nice value"] = std::to_string(::getpriority(PRIO_PROCESS, 0));
  all["the scheduling policy"] = std::to_string(::sched_getscheduler(0));
  all["the rounding mode"] = std::to_string(std::fegetround());
  all["the dumpable flag"] = std::to_string(::prctl(PR_GET_DUMPABLE));
  char name[32] = {};
  ::prctl(PR_GET_NAME, name);
  all["the calling thread's name"] = plain_text(name);
  return all;
}

std::vector<std::string> differences(const Facts& before, const Facts& after) {
  std::vector<std::string> all;
  for (const auto& [name, value] : before) {
    const auto now = after.find(name);
    if (now == after.end()) {
      all.push_back(name + " is gone");
    } else if (now->second != value) {
      all.push_back(name + " was " + value + " and is " + now->second);
    }
  }
  for (const auto& [name, value] : after)
    if (before.find(name) == before.end()) all.push_back(name + " is new: " + value);
  return all;
}

}  // namespace ingest::host::conformance

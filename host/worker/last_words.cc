// last_words.cc - see last_words.hpp. What runs in a signal handler uses system calls and its own
// stack only.
#include "worker/last_words.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>

#include "worker/box_text.hpp"
#include "worker/mapped_file.hpp"

namespace ingest::host {
namespace {

constexpr std::array kDeadly = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS};
constexpr std::size_t kSignalStack = std::size_t{64} << 10U;
constexpr int kEndedByUs = 97;  // nobody asks for it

BlackBox* noted_in = nullptr;
std::atomic<bool> forgotten{false};
std::array<struct sigaction, 65> before{};  // what a sanitizer had installed

// False when the note is another thread's.
bool claim(DeathNote& note) noexcept {
  std::uint32_t free = 0;
  return note.kind.compare_exchange_strong(free,
                                           static_cast<std::uint32_t>(DeathKind::kBeingWritten));
}

// Another thread is about to end the process, and had the first word.
void let_it_finish(const DeathNote& note) noexcept {
  if (note.tid == static_cast<std::uint32_t>(::gettid())) return;
  for (int i = 0; i < 100; ++i) {
    if (note.kind.load() != static_cast<std::uint32_t>(DeathKind::kBeingWritten)) return;
    const timespec pause{0, 1'000'000};
    ::nanosleep(&pause, nullptr);
  }
}

void note_thread(DeathNote& note, int error) noexcept {
  note.tid = static_cast<std::uint32_t>(::gettid());
  note.error = error;
  ::prctl(PR_GET_NAME, note.thread_name);
}

void finish(DeathNote& note, DeathKind kind) noexcept {
  note.kind.store(static_cast<std::uint32_t>(kind), std::memory_order_release);
}

#if defined(__x86_64__)
std::uint64_t program_counter(const ucontext_t& at) {
  return static_cast<std::uint64_t>(at.uc_mcontext.gregs[REG_RIP]);
}
std::uint64_t stack_pointer(const ucontext_t& at) {
  return static_cast<std::uint64_t>(at.uc_mcontext.gregs[REG_RSP]);
}
#elif defined(__aarch64__)
std::uint64_t program_counter(const ucontext_t& at) { return at.uc_mcontext.pc; }
std::uint64_t stack_pointer(const ucontext_t& at) { return at.uc_mcontext.sp; }
#else
std::uint64_t program_counter(const ucontext_t&) { return 0; }
std::uint64_t stack_pointer(const ucontext_t&) { return 0; }
#endif

void on_deadly_signal(int number, siginfo_t* facts, void* context) {
  const int error = errno;
  DeathNote& note = noted_in->death;
  if (claim(note)) {
    note_thread(note, error);
    note.signal = number;
    note.signal_code = facts->si_code;
    note.address = reinterpret_cast<std::uintptr_t>(facts->si_addr);
    const auto& at = *static_cast<const ucontext_t*>(context);
    note.stack_pointer = stack_pointer(at);
    note.module.size = static_cast<std::uint32_t>(
        mapped_file(program_counter(at), note.module.bytes, sizeof(note.module.bytes)));
    finish(note, DeathKind::kSignal);
  } else {
    let_it_finish(note);
  }
  // Once more, for whoever was to have it before us, or with nobody to stop it.
  ::sigaction(number, &before[static_cast<std::size_t>(number)], nullptr);
  errno = error;
  if (facts->si_code <= 0) ::raise(number);  // nothing brings it back by itself
}

void on_exit_called(int status, void*) {
  if (forgotten.load()) return;
  DeathNote& note = noted_in->death;
  if (claim(note)) {
    note_thread(note, 0);
    note.exit_status = status;
    finish(note, DeathKind::kExit);
  }
  ::_exit(kEndedByUs);
}

void on_out_of_memory() {
  DeathNote& note = noted_in->death;
  if (claim(note)) {
    note_thread(note, ENOMEM);
    finish(note, DeathKind::kOutOfMemory);
  }
  std::abort();
}

}  // namespace

void note_last_words_in(BlackBox& box) {
  noted_in = &box;
  give_thread_a_signal_stack();
  struct sigaction action {};
  action.sa_sigaction = on_deadly_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  ::sigemptyset(&action.sa_mask);
  for (const int number : kDeadly)
    ::sigaction(number, &action, &before[static_cast<std::size_t>(number)]);
  ::on_exit(on_exit_called, nullptr);
  ::at_quick_exit([] { on_exit_called(0, nullptr); });
  std::set_new_handler(on_out_of_memory);
}

void forget_last_words() noexcept { forgotten.store(true); }

void give_thread_a_signal_stack() noexcept {
  stack_t now{};
  if (::sigaltstack(nullptr, &now) != 0 || (now.ss_flags & SS_DISABLE) == 0) return;
  // Left behind when the thread ends; there are few, and a page or two of each is ever touched.
  void* memory = ::mmap(nullptr, kSignalStack, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t own{};
  own.ss_sp = memory;
  own.ss_size = kSignalStack;
  ::sigaltstack(&own, nullptr);
}

void end_without_descriptors(std::string_view names) noexcept {
  DeathNote& note = noted_in->death;
  if (claim(note)) {
    note_thread(note, 0);
    set_text(note.detail, names);
    finish(note, DeathKind::kDescriptors);
  } else {
    let_it_finish(note);
  }
  ::_exit(kEndedByUs);
}

}  // namespace ingest::host

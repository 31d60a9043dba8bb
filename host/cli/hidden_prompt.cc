// hidden_prompt.cc - see hidden_prompt.hpp. The terminal sends no signals meanwhile: Ctrl-C comes
// as a character, so that nothing ends the program before the terminal is put back.
#include "cli/hidden_prompt.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <termios.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <functional>
#include <stop_token>

#include "cli/signals.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "output/file.hpp"

namespace ingest::host {
namespace {

constexpr char kInterrupt = 3;  // Ctrl-C
constexpr char kEnd = 4;        // Ctrl-D
constexpr char kBackspace = 8;  // Ctrl-H
constexpr char kKill = 21;      // Ctrl-U
constexpr char kQuit = 28;      // Ctrl-\.
constexpr char kDelete = 127;

void say(const std::string& text) {
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;  // nobody sees it
}

class HiddenTerminal {
 public:
  explicit HiddenTerminal(int descriptor) : descriptor_(descriptor) {
    if (::tcgetattr(descriptor_, &before_) != 0)
      throw Failure(ExitStatus::kUsage, "there is no terminal to ask on",
                    "pass the value on standard input, or in a file");
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    hidden.c_cc[VMIN] = 1;
    hidden.c_cc[VTIME] = 0;
    if (::tcsetattr(descriptor_, TCSAFLUSH, &hidden) != 0)
      throw Failure(ExitStatus::kInternal,
                    std::string("the terminal can't be kept from showing what is typed: ") +
                        std::strerror(errno),
                    "pass the value on standard input, or in a file");
  }
  HiddenTerminal(const HiddenTerminal&) = delete;
  HiddenTerminal& operator=(const HiddenTerminal&) = delete;
  ~HiddenTerminal() {
    ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    say("\n");
  }

 private:
  int descriptor_;
  termios before_{};
};

// Becomes readable when a signal asks the program to stop.
class StopEvent {
 public:
  StopEvent() : event_(File::adopt(::eventfd(0, EFD_CLOEXEC), "eventfd")) {}
  int descriptor() const noexcept { return event_.descriptor(); }

 private:
  void tell() const noexcept { ::eventfd_write(event_.descriptor(), 1); }

  File event_;
  std::stop_callback<std::function<void()>> callback_{stop_requested(), [this] { tell(); }};
};

// The next bytes that are typed; 0 at the end of all.
std::size_t read_typed(int terminal, const StopEvent& stop, char* out, std::size_t size) {
  while (true) {
    pollfd waited[2] = {{terminal, POLLIN, 0}, {stop.descriptor(), POLLIN, 0}};
    const int ready = ::poll(waited, 2, -1);
    if (ready < 0 && errno != EINTR) break;
    if (ready > 0 && waited[1].revents != 0) throw Failure(stopped_as(), "stopped");
    if (ready <= 0) continue;
    const ssize_t n = ::read(terminal, out, size);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR && errno != EAGAIN) break;
  }
  return 0;  // a terminal that went away says so by an error
}

void erase_character(std::string& line) {
  while (!line.empty()) {
    const auto byte = static_cast<unsigned char>(line.back());
    line.back() = '\0';
    line.pop_back();
    if ((byte & 0xC0U) != 0x80U) return;  // that was where it began
  }
}

struct WipedLine {
  explicit WipedLine(std::size_t most) { text.reserve(most + 1); }  // never moves
  WipedLine(const WipedLine&) = delete;
  WipedLine& operator=(const WipedLine&) = delete;
  ~WipedLine() { wipe(text); }
  std::string text;
};

// True when the line is complete.
bool take(char c, std::string& line, std::size_t most) {
  switch (c) {
    case '\n':
    case '\r':
      return true;
    case kInterrupt:
    case kQuit:
      throw Failure(ExitStatus::kInterrupted, "stopped");
    case kEnd:
      if (line.empty()) throw Failure(ExitStatus::kInterrupted, "stopped");
      return true;
    case kBackspace:
    case kDelete:
      erase_character(line);
      return false;
    case kKill:
      while (!line.empty()) erase_character(line);
      return false;
    default:
      if (line.size() >= most)
        throw Failure(ExitStatus::kConfig,
                      "what was typed is longer than " + size_text(most) + ": not a secret");
      line += c;
      return false;
  }
}

}  // namespace

SecretString ask_hidden(const std::string& prompt, std::size_t most, int descriptor) {
  const StopEvent stop;
  const HiddenTerminal hidden(descriptor);
  say(plain_text(prompt));
  WipedLine line(most);
  char typed[256];
  while (true) {
    const std::size_t n = read_typed(descriptor, stop, typed, sizeof(typed));
    if (n == 0) throw Failure(ExitStatus::kInterrupted, "the terminal went away");
    bool complete = false;
    for (std::size_t i = 0; i < n && !complete; ++i) complete = take(typed[i], line.text, most);
    explicit_bzero(typed, sizeof(typed));
    if (complete) return SecretString(std::move(line.text));
  }
}

}  // namespace ingest::host

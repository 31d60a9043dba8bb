// dialogue.cc - see dialogue.hpp.
#include "cli/dialogue.hpp"

#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "cli/hidden_prompt.hpp"
#include "cli/run_execution.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLongestAnswer = 4096;

// A terminal gives a line at a time.
std::string read_line() {
  std::string line;
  char c = 0;
  while (true) {
    const ssize_t n = ::read(STDIN_FILENO, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      throw Failure(ExitStatus::kUsage,
                    "the input ended before all was answered; nothing was saved");
    if (c == '\n') return line;
    if (line.size() < kLongestAnswer) line += c;
  }
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

bool Dialogue::possible() noexcept {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

void Dialogue::say(const std::string& text) const { write_stderr(text); }

std::string Dialogue::ask(const std::string& prompt) const {
  say(prompt);
  return trimmed(read_line());
}

SecretString Dialogue::ask_hidden(const std::string& prompt) const {
  return host::ask_hidden(prompt, kMostSecretBytes);
}

bool Dialogue::yes(const std::string& question, bool otherwise) const {
  while (true) {
    const std::string answer = ask(question + (otherwise ? " [Y/n] " : " [y/N] "));
    if (answer.empty()) return otherwise;
    if (answer == "y" || answer == "Y" || answer == "yes") return true;
    if (answer == "n" || answer == "N" || answer == "no") return false;
  }
}

std::size_t number_in(const std::string& text, std::size_t most) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number <= most ? number : 0;
}

std::string shown_default(const std::string& text) {
  return text.empty() ? "" : " [" + plain_text(text, 200) + "]";
}

std::string option_line(std::size_t number, const std::string& text) {
  return "  " + std::string(number < 10 ? 1 : 0, ' ') + std::to_string(number) + ") " + text + "\n";
}

}  // namespace ingest::host

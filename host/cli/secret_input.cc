// secret_input.cc - see secret_input.hpp.
#include "cli/secret_input.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <stdexcept>

#include "cli/hidden_prompt.hpp"
#include "connection/secret_source.hpp"
#include "diagnostics/failure.hpp"
#include "secrets/secret_name.hpp"

namespace ingest::host {
namespace {

SecretString looked_up(Reference::Kind kind, const std::string& name) {
  try {
    return SecretSource(std::filesystem::current_path()).resolve({kind, name});
  } catch (const Failure&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw Failure(ExitStatus::kConfig, std::string("there is no secret: ") + error.what(),
                  "nothing was changed");
  }
}

struct WipedText {
  WipedText() : text(kMostSecretBytes + 2, '\0') {}  // never moves
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  ~WipedText() { wipe(text); }
  std::string text;
};

}  // namespace

SecretString secret_from_file(const std::string& path) {
  return looked_up(Reference::Kind::kFile, path);
}

SecretString secret_from_variable(const std::string& name) {
  return looked_up(Reference::Kind::kEnvironment, name);
}

SecretString secret_from_input() {
  WipedText read;
  std::size_t size = 0;
  while (size < read.text.size()) {
    const ssize_t n = ::read(STDIN_FILENO, read.text.data() + size, read.text.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      throw Failure(ExitStatus::kConfig,
                    std::string("standard input can't be read: ") + std::strerror(errno),
                    "pass the secret on it, or with --from-file or --from-env");
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  if (size == read.text.size())
    throw Failure(ExitStatus::kConfig,
                  "what comes on standard input is larger than 64 KiB: not a secret",
                  "nothing was changed");
  read.text.resize(size);
  if (!read.text.empty() && read.text.back() == '\n') read.text.pop_back();
  if (!read.text.empty() && read.text.back() == '\r') read.text.pop_back();
  if (read.text.empty())
    throw Failure(ExitStatus::kConfig, "standard input holds no secret: it is empty",
                  "nothing was changed; pass the secret on it, or with --from-file or --from-env");
  return SecretString(std::move(read.text));
}

SecretString secret_from_input_or_prompt(const std::string& prompt) {
  if (::isatty(STDIN_FILENO) != 1) return secret_from_input();
  SecretString typed = ask_hidden(prompt, kMostSecretBytes);
  if (typed.empty())
    throw Failure(ExitStatus::kConfig, "nothing was typed, and nothing was changed");
  return typed;
}

}  // namespace ingest::host

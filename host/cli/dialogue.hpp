// dialogue.hpp - questions to the person at the terminal: asked on stderr, answered on stdin. One
// thread.
#pragma once

#include <string>

#include "diagnostics/secret_string.hpp"

namespace ingest::host {

class Dialogue {
 public:
  // Whether somebody is there to answer.
  static bool possible() noexcept;

  void say(const std::string& text) const;  // as it is; the caller makes it plain
  // An answer without the blanks around it; may be empty. Throws a Failure (kUsage) when the input
  // ends.
  std::string ask(const std::string& prompt) const;
  // Nothing of it is shown while it is typed.
  SecretString ask_hidden(const std::string& prompt) const;
  // An empty answer means otherwise.
  bool yes(const std::string& question, bool otherwise) const;
};

}  // namespace ingest::host

// dialogue.hpp - questions to the person at the terminal: asked on stderr, answered on stdin. One
// thread.
#pragma once

#include <cstddef>
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

// What a person chose by number: from 1 to most; 0: text is no such number.
std::size_t number_in(const std::string& text, std::size_t most);

// " [text]", for a prompt; empty for none.
std::string shown_default(const std::string& text);

// "   1) text"
std::string option_line(std::size_t number, const std::string& text);

}  // namespace ingest::host

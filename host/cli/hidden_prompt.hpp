// hidden_prompt.hpp - asks for a secret on a terminal that does not show what is typed. The
// terminal is as it was before when this returns or throws, also when a signal asks the program to
// stop. One thread.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <string>

#include "diagnostics/secret_string.hpp"

namespace ingest::host {

// One line, without its end, of any length up to most bytes: a terminal's own lines end at 4,095.
// Backspace and Ctrl-U work. The prompt goes to stderr. Throws Failure: kInterrupted for Ctrl-C and
// for Ctrl-D on an empty line, kInterrupted or kTerminated after a signal, kUsage when descriptor
// is no terminal, kConfig when it is more.
SecretString ask_hidden(const std::string& prompt, std::size_t most, int descriptor = STDIN_FILENO);

}  // namespace ingest::host

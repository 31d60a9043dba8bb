// secret_input.hpp - a secret from where nobody else sees it: a file, a variable of the
// environment, standard input, or a terminal that does not show it; never an argument. One thread.
#pragma once

#include <string>

#include "diagnostics/secret_string.hpp"

namespace ingest::host {

// Each without the end of its last line, UTF-8, not empty, at most 64 KiB. They throw a Failure
// (kConfig).
SecretString secret_from_file(const std::string& path);
SecretString secret_from_variable(const std::string& name);
SecretString secret_from_input();  // standard input, to its end; asks for nothing

// Standard input, or a question when that is a terminal.
SecretString secret_from_input_or_prompt(const std::string& prompt);

}  // namespace ingest::host

// secrets_fd.hpp - "--secrets-fd N": how a program that starts runs, such as "ingest serve", hands
// over the secrets of the connection; see secrets/secret_handover.hpp. Not shown in --help.
#pragma once

#include <memory>

#include "cli/options.hpp"

namespace ingest::host {

// What the flag says, once the command line is parsed; -1: nothing.
std::shared_ptr<const int> add_secrets_fd(CLI::App& command);

// As surroundings_of, with what is handed over: read here, before anything else is opened or
// started.
Surroundings surroundings_with_secrets(const CommonOptions& options, int descriptor);

}  // namespace ingest::host

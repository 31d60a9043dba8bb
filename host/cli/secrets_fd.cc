// secrets_fd.cc - see secrets_fd.hpp.
#include "cli/secrets_fd.hpp"

#include <CLI/CLI.hpp>

#include "secrets/secret_handover.hpp"
#include "worker/worker_start.hpp"

namespace ingest::host {

std::shared_ptr<const int> add_secrets_fd(CLI::App& command) {
  auto descriptor = std::make_shared<int>(-1);
  command.add_option("--secrets-fd", *descriptor)
      ->check(CLI::Range(3, 1'000'000).description(""))
      ->group("");
  return descriptor;
}

Surroundings surroundings_with_secrets(const CommonOptions& options, int descriptor) {
  std::shared_ptr<const HandedSecrets> handed;
  // A worker's supervisor has read what the command line speaks of.
  if (descriptor >= 0 && this_worker() == nullptr)
    handed = std::make_shared<const HandedSecrets>(HandedSecrets::read(descriptor));
  Surroundings all = surroundings_of(options);
  if (handed) all.handed_over = std::move(handed);
  return all;
}

}  // namespace ingest::host

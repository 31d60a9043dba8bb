#include "fault_run.hpp"

#include <gtest/gtest.h>

namespace ingest::faults {
namespace {

// Long for a run of a tenth of a second, and short enough to tell a hang.
constexpr std::chrono::seconds kDeadline{60};

}  // namespace

std::string impatient_http() {
  return "  timeout: 3s\n"
         "  connect_timeout: 2s\n"
         "  retry:\n"
         "    max_attempts: " +
         std::to_string(kMaxAttempts) +
         "\n"
         "    initial_backoff: 1ms\n"
         "    max_backoff: 4ms\n"
         "    max_elapsed: 20s\n"
         "    max_retry_after: 2s\n"
         "  stall:\n"
         "    bytes_per_second: 500\n"
         "    after: 1s\n";
}

void run_ingest(Attempt& attempt, const FaultyTenant& tenant, Product product,
                const std::vector<std::string>& more_arguments) {
  e2e::ConnectionOptions options;
  options.plugin = std::string("checkmarx-") + name_of(product);
  options.extra_http = impatient_http();
  const auto connection = attempt.workspace.connect(tenant, options, name_of(product));
  std::vector<std::string> arguments = {"run", connection.string(), "--out",
                                        attempt.workspace.out().string()};
  arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
  attempt.process = attempt.workspace.start(arguments)->wait(kDeadline);
}

std::vector<std::string> specs_of(const std::vector<Atom>& atoms) {
  std::vector<std::string> specs;
  for (const Atom& atom : atoms) specs.insert(specs.end(), atom.specs.begin(), atom.specs.end());
  return specs;
}

void expect_run(const FaultyTenant& tenant, Product product, const std::vector<Atom>& atoms) {
  std::string words = name_of(product);
  for (const std::string& spec : specs_of(atoms)) words += "\n  --fault " + spec;
  SCOPED_TRACE(words);
  tenant.set_faults(specs_of(atoms));
  Attempt attempt;
  run_ingest(attempt, tenant, product);
  check_outcome(attempt, tenant, product, expectation_of(atoms));
}

}  // namespace ingest::faults

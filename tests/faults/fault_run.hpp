// fault_run.hpp - one run of ingest against a tenant with faults, and whether what came out is what
// must come out.
#pragma once

#include <string>
#include <vector>

#include "expectation.hpp"
#include "faulty_tenant.hpp"
#include "workspace.hpp"

namespace ingest::faults {

// Pauses of milliseconds, so that a run that repeats many requests is over soon.
inline constexpr int kMaxAttempts = 6;
std::string impatient_http();

struct Attempt {
  e2e::Workspace workspace;
  e2e::ProcessResult process;
};

// The connection file is "<product>.yaml" of the workspace; runs go on in its out folder.
void run_ingest(Attempt& attempt, const FaultyTenant& tenant, Product product,
                const std::vector<std::string>& more_arguments = {});

// The faults in force, one run, and all that is to be said about it.
void expect_run(const FaultyTenant& tenant, Product product, const std::vector<Atom>& atoms);

// What must hold of every run, whatever happened.
void check_outcome(const Attempt& attempt, const FaultyTenant& tenant, Product product,
                   const Expectation& expected);

std::vector<std::string> specs_of(const std::vector<Atom>& atoms);

}  // namespace ingest::faults

// run_summary.hpp - a finished run in words: the completeness table for people. [thread-safe]
#pragma once

#include <ingest/v1/run.pb.h>

#include <string>

namespace ingest::host {

// What the source claims, what came of it and what became of that, in lines whose numbers add up;
// findings by severity, what was filtered and why; then a line for each unit in trouble, twenty at
// most.
std::string completeness_table(const v1::Run& run, const std::string& unit_noun);

// run without the accounts of units that are well, for a terminal or a script.
v1::Run without_good_accounts(const v1::Run& run);

}  // namespace ingest::host

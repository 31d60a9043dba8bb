// run_summary.hpp - a finished run in words: the completeness table for people. [thread-safe]
#pragma once

#include <ingest/v1/run.pb.h>

#include <string>

namespace ingest::host {

// Totals, what was filtered and why, findings by severity, files; then a line for each unit with
// a problem, twenty at most.
std::string completeness_table(const v1::Run& run, const std::string& unit_noun);

// run without the accounts of units that are well, for a terminal or a script.
v1::Run without_good_accounts(const v1::Run& run);

}  // namespace ingest::host

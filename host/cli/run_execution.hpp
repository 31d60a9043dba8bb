// run_execution.hpp - what "run" and "replay" have in common: options, the request that they make,
// the run with its progress and its last words, the summary. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"
#include "run/ingest_run.hpp"
#include "run/open_connection.hpp"

namespace ingest::host {

struct RunOptions {
  std::string connection;
  std::string out;
  std::string shard = "1/1";
  std::uint64_t limit = 0;
  std::string output_format = "binpb";
  std::string format = "table";
};

// All but CONNECTION. default_out is for people.
void add_run_options(CLI::App& command, RunOptions& options, const std::string& default_out);

// What is said before anything is opened. Throws a Failure (kUsage).
void check_run_options(const RunOptions& options);

// What options and the connection decide; the rest is the command's.
RunRequest request_of(const RunOptions& options, OpenConnection& open,
                      const std::filesystem::path& default_out);

// A run that is told to stop ends the process from here.
CommittedRun execute(RunConnector& connector, RunRequest request, const CommonOptions& common);

// Prints what came of it; the exit status of the command.
ExitStatus show(const CommittedRun& done, const RunOptions& options, const CommonOptions& common,
                const std::string& unit_noun);

void write_stderr(const std::string& text);

}  // namespace ingest::host

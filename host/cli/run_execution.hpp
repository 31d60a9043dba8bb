// run_execution.hpp - what "run" and "replay" have in common: options, the request that they make,
// the run with its progress and its last words, the summary. One thread.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/options.hpp"
#include "cli/run_entry.hpp"
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

// Where the run writes: absolute.
std::filesystem::path out_folder(const RunOptions& options,
                                 const std::filesystem::path& default_out);

// What options, the connection and the run's entry decide; the rest is the command's.
RunRequest request_of(const RunOptions& options, OpenConnection& open, const RunEntry& entry,
                      const std::filesystem::path& out);

// The run, from its first request to its end, which is entered. One that is told to stop ends the
// process from here.
CommittedRun execute(RunConnector& connector, RunRequest request,
                     const std::shared_ptr<RunEntry>& entry, const CommonOptions& common);

// What body does between the entry's beginning and its end; a failure is entered, and goes on.
template <class Body>
ExitStatus entered(RunEntry& entry, Body&& body) {
  try {
    return body();
  } catch (const Failure& failure) {
    entry.failed(failure);
    throw;
  } catch (const std::exception& error) {
    entry.failed(
        Failure(ExitStatus::kInternal, std::string("a defect of ingest: ") + error.what()));
    throw;
  }
}

// Prints what came of it; the exit status of the command.
ExitStatus show(const CommittedRun& done, const RunOptions& options, const CommonOptions& common,
                const std::string& unit_noun);

void write_stderr(const std::string& text);

}  // namespace ingest::host

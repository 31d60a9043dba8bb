// trial_options.hpp - what "maps try", "maps coverage" and "maps explain" have in common: which
// map, which connection, how to show it. One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "diagnostics/failure.hpp"
#include "map_trial/open_trial.hpp"
#include "map_trial/trial_rows.hpp"

namespace ingest::host {

struct TrialOptions {
  std::string map;
  std::string connection;
  std::string recording;
  std::string format = "table";
};

// MAP, CONNECTION, --recorded and --format.
void add_trial_options(CLI::App& command, TrialOptions& options);

// Opens it, and lets body do with it what the command is for; in a worker, see run_apart.hpp. The
// exit status of the command.
ExitStatus in_trial(const TrialOptions& options, const CommonOptions& common,
                    const std::function<void(OpenTrial& trial)>& body);

// Runs body; a signal that came meanwhile is the reason why it failed.
void unless_stopped(const std::function<void()>& body);

// What a person should know of how the rows were read, on stderr.
void tell_remarks(const TrialSource& source, const ReadPages& read, const CommonOptions& common);

// A text of the source fit to show, without the secrets of this connection.
std::string shown(const std::string& text);

std::string count_of(std::uint64_t count, const std::string& noun);

}  // namespace ingest::host

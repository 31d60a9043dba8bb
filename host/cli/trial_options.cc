// trial_options.cc - see trial_options.hpp.
#include "cli/trial_options.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/run_apart.hpp"
#include "cli/run_execution.hpp"
#include "cli/signals.hpp"
#include "cli/table.hpp"
#include "cli/usual_connection.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "worker/worker_start.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kTextMax = 1024;

std::string connection_of(const TrialOptions& options, const Surroundings& surroundings) {
  if (!options.connection.empty()) return options.connection;
  if (const Worker* worker = this_worker(); worker != nullptr) return worker->start.connection;
  return usual_connection(options.map, options.recording, surroundings);
}

}  // namespace

void add_trial_options(CLI::App& command, TrialOptions& options) {
  command
      .add_option("MAP", options.map,
                  "its name, the path of its file, or default: in place of the connection's")
      ->required();
  command.add_option("CONNECTION", options.connection,
                     "its name, or the path of its file (default: the recorded one, or the only "
                     "one that the map is for)");
  add_format(command, options.format);
}

ExitStatus in_trial(const TrialOptions& options, const CommonOptions& common,
                    const std::function<void(OpenTrial& trial)>& body) {
  const Surroundings surroundings = surroundings_of(common);
  const std::string connection = connection_of(options, surroundings);
  if (!is_carried_out_here())
    return carry_out_apart(connection, surroundings, options.recording.empty(), false);
  OpenTrial trial(connection, options.map, options.recording, surroundings);
  body(trial);
  return ExitStatus::kOk;
}

void unless_stopped(const std::function<void()>& body) {
  const std::string told = "stopped before all was shown";
  try {
    body();
  } catch (const Failure&) {
    if (stopped_as() != ExitStatus::kOk) throw Failure(stopped_as(), told);
    throw;
  }
  if (stopped_as() != ExitStatus::kOk) throw Failure(stopped_as(), told);
}

void tell_remarks(const TrialSource& source, const ReadPages& read, const CommonOptions& common) {
  if (common.quiet) return;
  for (const std::string& sentence : source.remarks()) write_stderr("note: " + sentence + "\n");
  for (const std::string& sentence : read.reasons) write_stderr("note: " + sentence + "\n");
  if (read.unreadable > read.reasons.size())
    write_stderr("note: " + std::to_string(read.unreadable - read.reasons.size()) +
                 " more pages can't be read\n");
}

std::string shown(const std::string& text) { return plain_text(redactor().apply(text), kTextMax); }

std::string count_of(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace ingest::host

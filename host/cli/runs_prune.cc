// runs_prune.cc - "ingest runs prune": takes old runs out of the history, and on request their
// output. The row goes last: a kill in between is made good by doing it again.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "cli/run_lines.hpp"
#include "cli/runs_command.hpp"
#include "cli/table.hpp"
#include "connection/time_text.hpp"
#include "diagnostics/plain_text.hpp"
#include "output/file.hpp"
#include "output/folder_removal.hpp"
#include "state/prune_choice.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

struct PruneOptions {
  std::string connection;
  std::optional<std::size_t> keep;
  std::string older_than;
  bool output = false;
  bool dry_run = false;
  std::string format = "table";
};

PruneRule rule_of(const PruneOptions& options) {
  PruneRule rule;
  rule.keep = options.keep;
  if (!options.older_than.empty()) {
    rule.older_than = parse_duration(options.older_than);
    if (!rule.older_than)
      throw Failure(ExitStatus::kUsage, "'" + options.older_than + "' is no span of time",
                    "Write a whole number and ms, s, m, h or d: --older-than 90d");
  }
  if (rule.keep.has_value() == rule.older_than.has_value())
    throw Failure(ExitStatus::kUsage, "say which runs are to go",
                  "Either --keep N (of each connection) or --older-than 90d.");
  return rule;
}

bool is_run_folder(const RunRecord& record) {
  std::error_code ignored;
  return record.start.folder.is_absolute() &&
         record.start.folder.filename() == record.start.run_id &&
         fs::is_directory(fs::symlink_status(record.start.folder, ignored));
}

// Out of sight at once, then gone: nobody sees half a run.
void remove_output(const RunRecord& record) {
  const fs::path& folder = record.start.folder;
  const fs::path doomed = folder.parent_path() / (".pruned-" + record.start.run_id);
  if (is_run_folder(record)) {
    rename_path(folder, doomed);
    sync_folder(folder.parent_path());
  }
  std::error_code ignored;
  if (!fs::is_directory(fs::symlink_status(doomed, ignored))) return;
  remove_folder(doomed);
  if (fs::exists(fs::symlink_status(doomed, ignored)))
    throw Failure(ExitStatus::kConfig, "not all of " + doomed.string() + " could be removed",
                  "Remove it by hand, or mend its permissions, and prune again.");
}

void tell(const std::vector<RunRecord>& runs, const PruneOptions& options) {
  if (options.format == "json") {
    boost::json::array all;
    for (const RunRecord& record : runs) all.push_back(json_of(record, state_now()));
    print_json(boost::json::object{
        {"removed", std::move(all)}, {"dry_run", options.dry_run}, {"output", options.output}});
    return;
  }
  Table table({"CONNECTION", "RUN", "STARTED", "RESULT", "OUTPUT"});
  for (const RunRecord& record : runs)
    table.add({record.start.connection, record.start.run_id, rfc3339(record.start.started_at),
               std::string(name_of(record.outcome)),
               !is_run_folder(record) ? "none"
               : options.output       ? record.start.folder.string()
                                      : "stays: " + record.start.folder.string()});
  if (!table.empty()) print(table.text());
}

void prune(const PruneOptions& options, const CommonOptions& common) {
  const PruneRule rule = rule_of(options);
  StateStore store(surroundings_of(common).state_dir);
  RunQuery query;
  if (!options.connection.empty())
    query.connection = connection_in_history(options.connection, common, store);
  const std::vector<RunRecord> runs = runs_to_prune(store.runs(query), rule, state_now());
  tell(runs, options);
  if (!common.quiet)
    write_stderr((options.dry_run ? "would remove " : "removing ") + std::to_string(runs.size()) +
                 (runs.size() == 1 ? " run" : " runs") +
                 (options.output ? " with their output\n" : " from the history\n"));
  if (options.dry_run) return;
  std::vector<RunNumber> numbers;
  for (const RunRecord& record : runs) {
    if (options.output) remove_output(record);
    numbers.push_back(record.number);
  }
  store.remove_runs(numbers);
}

}  // namespace

void add_runs_prune(CLI::App& runs, const CommonOptions& common) {
  CLI::App* command = runs.add_subcommand(
      "prune",
      "take old runs out of the history; the newest complete run of a connection and the one that "
      "'latest' leads to always stay\n\n"
      "  ingest runs prune --older-than 90d --dry-run\n"
      "  ingest runs prune acme-sca --keep 30 --output");
  auto options = std::make_shared<PruneOptions>();
  command->add_option("CONNECTION", options->connection, "only its runs; its name or its file");
  command->add_option("--keep", options->keep, "all but the newest N of each connection")
      ->type_name("N");
  command->add_option("--older-than", options->older_than, "those that began longer ago")
      ->type_name("TIME");
  command->add_flag("--output", options->output, "remove what they wrote as well");
  command->add_flag("--dry-run", options->dry_run, "only show what would go");
  add_format(*command, options->format);
  command->callback([options, &common] { prune(*options, common); });
}

}  // namespace ingest::host

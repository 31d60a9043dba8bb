// runs_command.cc - see runs_command.hpp.
#include "cli/runs_command.hpp"

#include <CLI/CLI.hpp>
#include <set>
#include <vector>

#include "connection/connection.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {

std::string connection_in_history(const std::string& argument, const CommonOptions& options,
                                  StateStore& store) {
  const std::string name =
      is_connection_name(argument) && !argument.ends_with(".yaml") && !argument.ends_with(".yml")
          ? argument
          : read_connection(find_connection(argument, surroundings_of(options).config_dir)).name;
  RunQuery query;
  query.connection = name;
  query.limit = 1;
  if (!store.runs(query).empty()) return name;
  std::set<std::string> known;
  for (const RunRecord& record : store.runs()) known.insert(record.start.connection);
  throw Failure(ExitStatus::kConfig,
                "no run of connection '" + plain_text(name, 128) + "' is in the history",
                known.empty() ? "Nothing was run with this state directory yet."
                              : suggestion(name, {known.begin(), known.end()}));
}

void add_runs_command(CLI::App& app, const CommonOptions& options) {
  CLI::App* runs = app.add_subcommand("runs", "what was run, and what came of it");
  runs->require_subcommand(1);
  add_runs_list(*runs, options);
  add_runs_show(*runs, options);
  add_runs_prune(*runs, options);
}

}  // namespace ingest::host

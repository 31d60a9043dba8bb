// runs_list.cc - "ingest runs list": the history, newest first.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/output.hpp"
#include "cli/run_lines.hpp"
#include "cli/runs_command.hpp"
#include "cli/table.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostRuns = 1'000'000;

struct ListOptions {
  std::string connection;
  std::size_t limit = 20;
  std::string format = "table";
};

void list(const ListOptions& options, const CommonOptions& common) {
  StateStore store(surroundings_of(common).state_dir);
  RunQuery query;
  query.limit = options.limit;
  if (!options.connection.empty())
    query.connection = connection_in_history(options.connection, common, store);
  const std::vector<RunRecord> runs = store.runs(query);
  const StateTime now = state_now();
  if (options.format == "json") {
    boost::json::array all;
    for (const RunRecord& record : runs) all.push_back(json_of(record, now));
    print_json(boost::json::object{{"runs", std::move(all)}});
    return;
  }
  Table table(
      {"CONNECTION", "RUN", "STARTED", "TOOK", "TRIGGER", "RESULT", "FINDINGS", "ASSETS", "WHY"});
  for (const RunRecord& record : runs) {
    const bool committed = is_committed(record);
    table.add({record.start.connection, record.start.run_id, rfc3339(record.start.started_at),
               duration_text(duration_of(record, now)), record.start.trigger,
               std::string(name_of(record.outcome)),
               committed ? std::to_string(record.run.rows().emitted()) : "-",
               committed ? std::to_string(record.run.assets()) : "-", why_of(record)});
  }
  print(table.text(terminal_width(STDOUT_FILENO)));
}

}  // namespace

void add_runs_list(CLI::App& runs, const CommonOptions& common) {
  CLI::App* command = runs.add_subcommand(
      "list", "the history, newest first\n\n  ingest runs list\n  ingest runs list acme-sca");
  auto options = std::make_shared<ListOptions>();
  command->add_option("CONNECTION", options->connection, "only its runs; its name or its file");
  command->add_option("--limit", options->limit, "at most N runs (default: 20)")
      ->check(CLI::Range(std::size_t{1}, kMostRuns).description(""))
      ->type_name("N");
  add_format(*command, options->format);
  command->callback([options, &common] { list(*options, common); });
}

}  // namespace ingest::host

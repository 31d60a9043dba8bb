// runs_show.cc - "ingest runs show": all that is known of one run, and what it brought.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <utility>

#include "cli/output.hpp"
#include "cli/run_lines.hpp"
#include "cli/runs_against.hpp"
#include "cli/runs_command.hpp"
#include "diagnostics/plain_text.hpp"
#include "output/file_failure.hpp"
#include "output/json_text.hpp"
#include "run/run_summary.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kDigestShown = 12;

struct ShowOptions {
  std::string connection;
  std::string run_id;
  std::string format = "table";
};

RunRecord wanted(const ShowOptions& options, const std::string& connection, StateStore& store) {
  RunQuery query;
  query.connection = connection;
  if (!options.run_id.empty()) {
    if (const auto record = store.run(connection, options.run_id)) return *record;
    throw Failure(ExitStatus::kConfig,
                  "connection " + connection + " has no run '" + plain_text(options.run_id, 128) +
                      "' in the history",
                  "See: ingest runs list " + connection);
  }
  query.limit = 1;
  return store.runs(query).at(0);
}

std::string with_digest(const std::string& text, const std::string& sha256) {
  return text + (sha256.empty() ? "" : ", sha256 " + sha256.substr(0, kDigestShown));
}

std::string head_of(const RunRecord& record) {
  const v1::Versions& versions = record.run.versions();
  std::string text;
  const auto line = [&text](const char* name, const std::string& value) {
    constexpr std::size_t kNameWidth = 11;
    if (!value.empty())
      text += name + std::string(kNameWidth - std::char_traits<char>::length(name), ' ') +
              plain_text(value) + "\n";
  };
  line("connection", record.start.connection);
  line("run", record.start.run_id);
  line("result", std::string(name_of(record.outcome)) +
                     (record.exit_status ? ", exit status " + std::to_string(*record.exit_status)
                                         : std::string()));
  line("why", why_of(record));
  line("trigger", record.start.trigger + ", process " + std::to_string(record.pid));
  line("started", rfc3339(record.start.started_at));
  if (record.ended_at)
    line("ended", rfc3339(*record.ended_at) + ", after " +
                      duration_text(duration_of(record, *record.ended_at)));
  if (!versions.connector().empty())
    line("connector", with_digest(versions.connector() + " " + versions.connector_version(),
                                  versions.connector_sha256()));
  if (!versions.map().empty())
    line("map", with_digest(versions.map() + " version " + std::to_string(versions.map_version()),
                            versions.map_sha256()));
  if (record.run.has_http())
    line("requests", std::to_string(record.run.http().requests()) + ", " +
                         std::to_string(record.run.http().retries()) + " retries, " +
                         size_text(record.run.http().bytes_received()) + " received");
  line("replay of", record.run.replay_of());
  line("resumed", record.run.resumed_from());
  line("output", record.start.folder.string());
  return text;
}

void show(const ShowOptions& options, const CommonOptions& common) {
  StateStore store(surroundings_of(common).state_dir);
  const std::string connection = connection_in_history(options.connection, common, store);
  const RunRecord record = wanted(options, connection, store);
  const RunAgainst against = compared(record, store);
  if (options.format == "json") {
    boost::json::object all = json_of(record, state_now());
    all["run"] = boost::json::parse(run_json(record.run));
    all["comparison"] = json_of(against);
    print_json(all);
    return;
  }
  std::string text = head_of(record);
  if (is_committed(record)) text += "\n" + completeness_table(record.run, record.start.unit_noun);
  print(text + "\n" + text_of(against));
}

}  // namespace

void add_runs_show(CLI::App& runs, const CommonOptions& common) {
  CLI::App* command = runs.add_subcommand(
      "show",
      "one run: counts, versions, and its findings against those of the run before\n\n"
      "  ingest runs show acme-sca\n  ingest runs show acme-sca 20261122T173056Z-4f1c2a");
  auto options = std::make_shared<ShowOptions>();
  command->add_option("CONNECTION", options->connection, "its name or its file")->required();
  command->add_option("RUN-ID", options->run_id, "as 'runs list' names it (default: the latest)");
  add_format(*command, options->format);
  command->callback([options, &common] { show(*options, common); });
}

}  // namespace ingest::host

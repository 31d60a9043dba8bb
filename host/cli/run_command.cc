// run_command.cc - see run_command.hpp.
#include "cli/run_command.hpp"

#include <google/protobuf/stubs/logging.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/tell_failure.hpp"
#include "diagnostics/redactor.hpp"
#include "output/json_text.hpp"
#include "run/ingest_run.hpp"
#include "run/open_connection.hpp"
#include "run/run_stop.hpp"
#include "run/run_summary.hpp"

namespace ingest::host {
namespace {

constexpr std::uint64_t kLimitMax = 1'000'000'000;

struct RunOptions {
  std::string connection;
  std::string out;
  std::string shard = "1/1";
  std::uint64_t limit = 0;
  std::string output_format = "binpb";
  std::string format = "table";
  bool resume = false;
};

// What a run that goes on would find; for the last words of one that is ended.
std::atomic<std::uint64_t> units_kept{0};

void write_stderr(const std::string& text) {
  const std::string safe = redactor().apply(text);
  std::fwrite(safe.data(), 1, safe.size(), stderr);
}

v1::Versions versions_of(OpenConnection& open) {
  v1::Versions versions;
  versions.set_connector(open.library().id());
  versions.set_connector_version(open.library().version());
  versions.set_connector_sha256(open.library().sha256());
  versions.set_map(open.map().name);
  versions.set_map_version(open.map().version);
  versions.set_map_sha256(open.map().sha256);
  return versions;
}

v1::HttpStats http_stats_of(const HttpEngine& http) {
  const HttpStats engine = http.stats();
  v1::HttpStats stats;
  stats.set_requests(engine.requests - engine.retries);
  stats.set_retries(engine.retries);
  stats.set_bytes_received(engine.bytes_received);
  stats.set_connections(engine.connections);
  stats.set_max_in_flight(engine.max_in_flight);
  for (const auto& [reason, count] : engine.retries_by_reason) {
    v1::ReasonCount* entry = stats.add_retries_by_reason();
    entry->set_reason(reason);
    entry->set_count(count);
  }
  stats.set_retry_wait_ms(engine.retry_wait_ms);
  stats.set_throttled(engine.throttled);
  stats.set_slowdowns(engine.slowdowns);
  stats.set_lowest_concurrency(engine.lowest_concurrency);
  stats.set_host_pause_ms(engine.host_pause_ms);
  return stats;
}

std::filesystem::path output_folder(const RunOptions& options, const Connection& connection) {
  std::filesystem::path out = "out";
  if (!connection.output_dir.empty()) out = connection.output_dir;
  if (!options.out.empty()) out = options.out;
  return std::filesystem::absolute(out).lexically_normal();
}

OutputFormat format_of(const std::string& name) {
  if (name == "both") return OutputFormat::kBoth;
  return name == "ndjson" ? OutputFormat::kNdjson : OutputFormat::kBinpb;
}

RunRequest request_of(const RunOptions& options, OpenConnection& open) {
  RunRequest request;
  request.connection = open.connection().name;
  request.out = output_folder(options, open.connection());
  request.format = format_of(options.output_format);
  request.choice = {Shard::parse(options.shard), options.limit};
  request.tolerance = open.connection().tolerance;
  request.versions = versions_of(open);
  if (!open.library().details().unit_noun().empty())
    request.unit_noun = open.library().details().unit_noun();
  request.workers = transform_workers(open.library().concurrent_transform());
  request.settings_sha256 = open.settings_sha256();
  request.resume = options.resume;
  request.checkpointed = [](std::uint64_t kept) { units_kept.store(kept); };
  request.cancelled = stop_requested();
  request.cancelled_as = stopped_as;
  request.share_body = [&http = open.http()](const void* data, std::size_t size) {
    return http.share_body(data, size);
  };
  request.http_stats = [&http = open.http()] { return http_stats_of(http); };
  return request;
}

void show(const CommittedRun& done, const RunOptions& options, bool quiet,
          const std::string& unit_noun) {
  if (!quiet) write_stderr(completeness_table(done.run, unit_noun));
  if (options.format == "json") {
    boost::json::object all;
    all["folder"] = done.folder.string();
    all["run"] = boost::json::parse(redactor().apply(run_json(without_good_accounts(done.run))));
    print_json(all);
    return;
  }
  std::string text = done.folder.string() + "\n";
  for (const v1::OutputFile& file : done.run.files())
    text += file.name() + ": " + std::to_string(file.records()) + " records, " +
            std::to_string(file.bytes()) + " bytes\n";
  print(text);
}

// A run that was told to stop ends the process from here.
CommittedRun execute(RunConnector& connector, const RunRequest& request, Progress& progress) {
  set_last_words([request] { tell_failure(stopped(request, units_kept.load())); });
  try {
    CommittedRun done = execute_run(connector, request, progress);
    set_last_words({});
    return done;
  } catch (const Failure& failure) {
    if (stopped_as() == ExitStatus::kOk) throw;
    end_at_once(failure.status(), [&failure] { tell_failure(failure); });
  }
}

ExitStatus run(const RunOptions& options, const CommonOptions& common) {
  Shard::parse(options.shard);  // before anything is opened
  // A limit on file sizes becomes an error that says so, not a death.
  ::signal(SIGXFSZ, SIG_IGN);
  // What protobuf would print of a malformed record is said in dead-letters.ndjson.
  google::protobuf::SetLogHandler(nullptr);
  OpenConnection open(options.connection, surroundings_of(common));
  if (!open.connection().active)
    throw Failure(ExitStatus::kConfig, "connection " + open.connection().name + " is inactive",
                  "Set 'status: active' in " + open.connection().file.string() + " to run it.");
  RunRequest request = request_of(options, open);
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  Progress progress(terminal, request.connection, request.unit_noun,
                    [&common](const std::string& text) {
                      if (!common.quiet) write_stderr(text);
                    });
  request.notice = [&progress](const std::string& sentence) { progress.say(sentence); };
  LoadedConnector connector(open.instance());
  const CommittedRun done = execute(connector, request, progress);
  try {
    show(done, options, common.quiet, request.unit_noun);
  } catch (const Failure& failure) {
    tell_failure(Failure(failure.status(), failure.what(),
                         "The run itself is written: " + done.folder.string()));
    return done.run.exit_status() == 0 ? failure.status()
                                       : static_cast<ExitStatus>(done.run.exit_status());
  }
  return static_cast<ExitStatus>(done.run.exit_status());
}

}  // namespace

void add_run_command(CLI::App& app, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = app.add_subcommand(
      "run",
      "read everything from a connection's source and write assets and findings\n\n"
      "  ingest run acme-sca\n  ingest run ./acme-sca.yaml --out /var/lib/ingest");
  auto options = std::make_shared<RunOptions>();
  command->add_option("CONNECTION", options->connection, "its name, or the path of its file")
      ->required();
  command
      ->add_option("--out", options->out,
                   "write below DIR/<connection> (default: the connection's output.dir, or ./out)")
      ->type_name("DIR");
  command->add_option("--limit", options->limit, "read N units (projects, environments) only")
      ->check(CLI::Range(std::uint64_t{1}, kLimitMax).description(""))
      ->type_name("N");
  command->add_option("--shard", options->shard, "read the I-th of N shares of the units")
      ->type_name("I/N");
  command
      ->add_option("--output-format", options->output_format,
                   "binpb (default), ndjson or both: the format of the records' files")
      ->check(CLI::IsMember({"binpb", "ndjson", "both"}).description(""))
      ->type_name("FORMAT");
  command->add_flag("--resume", options->resume,
                    "go on with the run that was interrupted, if there is one");
  command->add_option("--format", options->format, "table or json: the summary on stdout")
      ->check(CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT");
  command->callback([options, &common, &status] { status = run(*options, common); });
}

}  // namespace ingest::host

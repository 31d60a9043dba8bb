// run_command.cc - see run_command.hpp.
#include "cli/run_command.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/expiry_notice.hpp"
#include "cli/run_apart.hpp"
#include "cli/run_execution.hpp"
#include "cli/secrets_fd.hpp"
#include "cli/tell_failure.hpp"
#include "connection/settings.hpp"
#include "connection/time_text.hpp"
#include "diagnostics/log.hpp"
#include "run/recording_connector.hpp"
#include "run/shard.hpp"
#include "schedule/schedule_mark.hpp"
#include "state/process_lock.hpp"

namespace ingest::host {
namespace {

struct SourceOptions {
  RunOptions run;
  bool resume = false;
  std::string record;
  std::shared_ptr<const int> secrets_fd;
  std::string trigger = "manual";
  std::string due;
};

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

RunRequest request_of(const SourceOptions& options, OpenConnection& open, const RunEntry& entry,
                      const std::filesystem::path& out) {
  RunRequest request = request_of(options.run, open, entry, out);
  request.resume = options.resume;
  request.share_body = [&http = open.http()](const void* data, std::size_t size) {
    return http.share_body(data, size);
  };
  for (const ExpiryNotice& notice : expiry_notices(open)) {
    request.warnings.push_back(notice.sentence);
    log(LogLevel::kWarn, request.connection, notice.sentence + ": " + notice.hint);
  }
  request.http_stats = [&http = open.http()] { return http_stats_of(http); };
  return request;
}

void check(const SourceOptions& options) {
  check_run_options(options.run);
  if (options.resume && !options.record.empty())
    throw Failure(ExitStatus::kUsage,
                  "--record and --resume exclude each other: what the interrupted run has read "
                  "already would be missing from the recording",
                  "Record without --resume: that run begins anew, and its recording is whole.");
}

v1::Recording facts_of(const RunRequest& request, OpenConnection& open) {
  v1::Recording facts;
  facts.set_connection(request.connection);
  *facts.mutable_versions() = request.versions;
  facts.mutable_versions()->set_ingest(INGEST_VERSION);
  facts.set_unit_noun(request.unit_noun);
  facts.set_settings(settings_for_mapping(open.connection(), open.library().details()));
  if (!request.choice.shard.is_whole()) facts.set_shard(request.choice.shard.text());
  facts.set_limit(request.choice.limit);
  return facts;
}

std::string text_of(const v1::Recording& recording, const std::filesystem::path& folder) {
  std::string text = "recorded " + std::to_string(recording.units()) + " " + recording.unit_noun() +
                     ", " + std::to_string(recording.pages()) + " pages, " +
                     std::to_string(recording.rows()) + " rows in " + folder.string() + "\n";
  if (recording.secrets_taken_out() > 0)
    text += "warning: the pages held secrets of this connection in " +
            std::to_string(recording.secrets_taken_out()) +
            " places; the recording says [redacted] there, and a replay will differ\n";
  return text;
}

// A run that fails may have been read to its end, and that is the recording one wants most.
CommittedRun execute_recorded(LoadedConnector& connector, const RunRequest& request,
                              RecordingWriter& recording, const std::shared_ptr<RunEntry>& entry,
                              const CommonOptions& common) {
  RecordingConnector recorded(connector, recording);
  try {
    return execute(recorded, request, entry, common);
  } catch (const Failure& failure) {
    if (recording.is_whole())
      recording.finish(v1::RUN_STATUS_FAILED, static_cast<int>(failure.status()), 0);
    else
      write_stderr("warning: the recording in " + recording.folder().string() +
                   " is not finished: it holds what was read until now\n");
    throw;
  }
}

// That a run serves a due time is remembered as it begins, and no second one begins for it.
StateStore::NextMark serving(const std::string& connection, std::chrono::sys_seconds due) {
  return [connection, due](const std::optional<std::string>& text) {
    const ScheduleMark mark = parse_mark(text.value_or("")).value_or(ScheduleMark{});
    if (is_served(mark, due))
      throw Failure(ExitStatus::kLocked, "connection " + connection + " has been run already for " +
                                             moment_text(due) + ", when it was due");
    return mark_text(served(mark, due));
  };
}

ExitStatus run_entered(const SourceOptions& options, const CommonOptions& common,
                       Surroundings& surroundings, const std::filesystem::path& out,
                       const std::shared_ptr<RunEntry>& entry) {
  OpenConnection open(options.run.connection, surroundings);
  surroundings.handed_over.reset();  // wiped
  const RunRequest request = request_of(options, open, *entry, out);
  remember_expiries(open, surroundings);
  LoadedConnector connector(open.instance());
  if (options.record.empty())
    return show(execute(connector, request, entry, common), options.run, common, request.unit_noun);

  RecordingWriter recording(std::filesystem::absolute(options.record).lexically_normal(),
                            facts_of(request, open), open.map().json);
  const CommittedRun done = execute_recorded(connector, request, recording, entry, common);
  std::optional<Failure> unfinished;
  std::string told;
  try {
    told = text_of(
        recording.finish(done.run.status(), done.run.exit_status(), done.run.units_skipped()),
        recording.folder());
  } catch (const Failure& failure) {
    unfinished = failure;
  }
  const ExitStatus status = show(done, options.run, common, request.unit_noun);
  if (!common.quiet) write_stderr(told);
  if (!unfinished) return status;
  tell_failure(*unfinished);
  return status == ExitStatus::kOk ? unfinished->status() : status;
}

ExitStatus run(const SourceOptions& options, const CommonOptions& common) {
  check(options);  // before anything is opened
  Surroundings surroundings = surroundings_with_secrets(common, *options.secrets_fd);
  std::optional<NotBegun> not_begun;  // which is an end that is to be entered
  try {
    if (!is_carried_out_here())
      return carry_out_apart(options.run.connection, surroundings, true, true);
  } catch (const NotBegun& why) {
    not_begun = why;
  }
  const Connection connection =
      read_connection(find_connection(options.run.connection, surroundings.config_dir));
  if (!connection.active)
    throw Failure(ExitStatus::kConfig, "connection " + connection.name + " is inactive",
                  "Set 'status: active' in " + connection.file.string() + " to run it.");
  const std::filesystem::path out =
      out_folder(options.run, connection.output_dir.empty() ? "out" : connection.output_dir);
  set_log_context({connection.name, {}});
  const Shard shard = Shard::parse(options.run.shard);
  const ConnectionLock lock(surroundings.state_dir, connection.name,
                            shard.is_whole() ? std::string() : shard.text());
  RunStart start;
  start.connection = connection.name;
  start.trigger = options.trigger;
  StateStore::NextMark next_mark;
  if (!options.due.empty()) {
    const auto due = parse_moment(options.due);
    if (!due) throw Failure(ExitStatus::kUsage, "--due '" + options.due + "' is no moment");
    start.due = *due;
    next_mark = serving(connection.name, *due);
  }
  const auto entry = std::make_shared<RunEntry>(surroundings.state_dir, out, start, next_mark);
  set_log_context({connection.name, entry->run_id()});
  return entered(*entry, [&] {
    if (not_begun) throw Failure(*not_begun);
    return run_entered(options, common, surroundings, out, entry);
  });
}

}  // namespace

void add_run_command(CLI::App& app, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = app.add_subcommand(
      "run",
      "read everything from a connection's source and write assets and findings\n\n"
      "  ingest run acme-sca\n  ingest run ./acme-sca.yaml --out /var/lib/ingest");
  auto options = std::make_shared<SourceOptions>();
  command->add_option("CONNECTION", options->run.connection, "its name, or the path of its file")
      ->required();
  add_run_options(*command, options->run, "the connection's output.dir, or ./out");
  command->add_flag("--resume", options->resume,
                    "go on with the run that was interrupted, if there is one");
  command
      ->add_option("--record", options->record,
                   "keep every page of the source in DIR, without credentials, for 'ingest replay'")
      ->type_name("DIR");
  options->secrets_fd = add_secrets_fd(*command);
  // For 'ingest serve'.
  command->add_option("--trigger", options->trigger, "what the history says that it was run by")
      ->check(CLI::IsMember({"manual", "schedule", "missed", "resume"}))
      ->group("");
  command->add_option("--due", options->due, "the due time that it serves")->group("");
  command->callback([options, &common, &status] { status = run(*options, common); });
}

}  // namespace ingest::host

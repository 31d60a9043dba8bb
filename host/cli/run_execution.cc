// run_execution.cc - see run_execution.hpp.
#include "cli/run_execution.hpp"

#include <google/protobuf/stubs/logging.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/json.hpp>
#include <filesystem>

#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/tell_failure.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/streams.hpp"
#include "output/json_text.hpp"
#include "run/resume_point.hpp"
#include "run/run_stop.hpp"
#include "run/run_summary.hpp"
#include "worker/worker_start.hpp"

namespace ingest::host {
namespace {

constexpr std::uint64_t kMostUnits = 1'000'000'000;

// What a run that goes on would find; for the last words of one that is ended.
std::atomic<std::uint64_t> units_kept{0};

v1::Versions versions_of(OpenConnection& open) {
  v1::Versions versions;
  versions.set_connector(open.library().id());
  versions.set_connector_version(open.library().version());
  versions.set_connector_sha256(open.library().sha256());
  versions.set_map(open.map().name);
  versions.set_map_version(open.map().version);
  versions.set_map_sha256(open.map().sha256);
  versions.set_identity_sha256(open.map().identity_sha256);
  return versions;
}

OutputFormat format_of(const std::string& name) {
  if (name == "both") return OutputFormat::kBoth;
  return name == "ndjson" ? OutputFormat::kNdjson : OutputFormat::kBinpb;
}

void print_summary(const CommittedRun& done, const RunOptions& options) {
  if (options.format == "json") {
    boost::json::object all;
    all["folder"] = done.folder.string();
    all["run"] = boost::json::parse(redactor().apply(run_json(without_good_accounts(done.run))));
    print_json(all);
    return;
  }
  std::string text = done.folder.string() + "\n";
  for (const v1::OutputFile& file : done.run.files())
    text += file.name() + ": " + std::to_string(file.records()) +
            (file.records() == 1 ? " record, " : " records, ") + std::to_string(file.bytes()) +
            " bytes\n";
  print(text);
}

// The person first: the time to speak is short, and what isn't entered now is by the next command.
void tell_stop(const Failure& failure, RunEntry& entry) {
  tell_failure(failure);
  entry.failed(failure);
}

}  // namespace

void write_stderr(const std::string& text) { write_error(redactor().apply(text)); }

void add_run_options(CLI::App& command, RunOptions& options, const std::string& default_out) {
  command
      .add_option("--out", options.out,
                  "write below DIR/<connection> (default: " + default_out + ")")
      ->type_name("DIR");
  command.add_option("--limit", options.limit, "read N units (projects, environments) only")
      ->check(CLI::Range(std::uint64_t{1}, kMostUnits).description(""))
      ->type_name("N");
  command.add_option("--shard", options.shard, "read the I-th of N shares of the units")
      ->type_name("I/N");
  command
      .add_option("--output-format", options.output_format,
                  "binpb (default), ndjson or both: the format of the records' files")
      ->check(CLI::IsMember({"binpb", "ndjson", "both"}).description(""))
      ->type_name("FORMAT");
  command.add_option("--format", options.format, "table or json: the summary on stdout")
      ->check(CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT");
}

void check_run_options(const RunOptions& options) { Shard::parse(options.shard); }

std::filesystem::path out_folder(const RunOptions& options,
                                 const std::filesystem::path& default_out) {
  const std::filesystem::path out =
      options.out.empty() ? default_out : std::filesystem::path(options.out);
  return std::filesystem::absolute(out).lexically_normal();
}

RunRequest request_of(const RunOptions& options, OpenConnection& open, const RunEntry& entry,
                      const std::filesystem::path& out) {
  RunRequest request;
  request.connection = open.connection().name;
  request.run_id = entry.run_id();
  request.started_at = entry.started_at();
  request.out = out;
  request.format = format_of(options.output_format);
  request.choice = {Shard::parse(options.shard), options.limit};
  request.tolerance = open.connection().tolerance;
  request.versions = versions_of(open);
  if (!open.library().details().unit_noun().empty())
    request.unit_noun = open.library().details().unit_noun();
  request.workers = transform_workers(open.library().concurrent_transform());
  request.settings_sha256 = open.settings_sha256();
  request.checkpointed = [](std::uint64_t on_disk, std::uint64_t written) {
    units_kept.store(on_disk);
    if (Worker* worker = this_worker(); worker != nullptr) worker->note_units_kept(written);
  };
  request.cancelled = stop_requested();
  request.cancelled_as = stopped_as;
  return request;
}

CommittedRun execute(RunConnector& connector, RunRequest request,
                     const std::shared_ptr<RunEntry>& entry, const CommonOptions& common) {
  // What protobuf would print of a malformed record is said in dead-letters.ndjson.
  google::protobuf::SetLogHandler(nullptr);
  const bool terminal = ::isatty(error_descriptor()) == 1;
  Progress progress(terminal, request.connection, request.unit_noun,
                    [&common](const std::string& text) {
                      if (!common.quiet) write_stderr(text);
                    });
  request.notice = [&progress](const std::string& sentence) { progress.say(sentence); };
  entry->describe(request);
  Worker* worker = this_worker();
  if (worker != nullptr)
    worker->note_run(request.run_id, request.unit_noun, can_be_gone_on_with(request));
  set_last_words([request, entry] { tell_stop(stopped(request, units_kept.load()), *entry); });
  try {
    CommittedRun done = execute_run(connector, request, progress);
    if (worker != nullptr) worker->note_committed();
    set_last_words({});
    entry->committed(done.run);
    return done;
  } catch (const Failure& failure) {
    if (stopped_as() == ExitStatus::kOk) {
      set_last_words({});
      entry->failed(failure);
      throw;
    }
    end_at_once(failure.status(), [&] { tell_stop(failure, *entry); });
  } catch (const std::exception& error) {
    set_last_words({});
    entry->failed(
        Failure(ExitStatus::kInternal, std::string("a defect of ingest: ") + error.what()));
    throw;
  }
}

ExitStatus show(const CommittedRun& done, const RunOptions& options, const CommonOptions& common,
                const std::string& unit_noun) {
  const auto status = static_cast<ExitStatus>(done.run.exit_status());
  try {
    if (!common.quiet) write_stderr(completeness_table(done.run, unit_noun));
    print_summary(done, options);
    return status;
  } catch (const Failure& failure) {
    tell_failure(Failure(failure.status(), failure.what(),
                         "The run itself is written: " + done.folder.string()));
    return status == ExitStatus::kOk ? failure.status() : status;
  }
}

}  // namespace ingest::host

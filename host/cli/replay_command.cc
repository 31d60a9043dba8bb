// replay_command.cc - see replay_command.hpp.
#include "cli/replay_command.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/run_apart.hpp"
#include "cli/run_execution.hpp"
#include "connection/settings.hpp"
#include "run/replay_connector.hpp"
#include "run/replay_notes.hpp"

namespace ingest::host {
namespace {

struct ReplayOptions {
  std::string recording;
  RunOptions run;
};

ExitStatus replay_entered(const ReplayOptions& options, const CommonOptions& common,
                          const Surroundings& surroundings, RecordingReader& recording,
                          const std::filesystem::path& out,
                          const std::shared_ptr<RunEntry>& entry) {
  OpenConnection open(options.run.connection, surroundings, Purpose::kReplay);
  RunRequest request = request_of(options.run, open, *entry, out);
  make_replay(recording.manifest(), open.connection().name,
              settings_for_mapping(open.connection(), open.library().details()), request);
  LoadedConnector connector(open.instance());
  ReplayConnector replayed(connector, recording);
  return show(execute(replayed, request, entry, common), options.run, common, request.unit_noun);
}

ExitStatus replay(const ReplayOptions& options, const CommonOptions& common) {
  check_run_options(options.run);
  const Surroundings surroundings = surroundings_of(common);
  std::optional<NotBegun> not_begun;  // which is an end that is to be entered
  try {
    if (!is_carried_out_here())
      return carry_out_apart(options.run.connection, surroundings, false, true);
  } catch (const NotBegun& why) {
    not_begun = why;
  }
  RecordingReader recording(options.recording);
  const std::filesystem::path out = out_folder(options.run, "replay");
  // It asks nothing of the source: the connection's lock and state are those of its runs.
  RunStart start;
  start.connection =
      read_connection(find_connection(options.run.connection, surroundings.config_dir)).name;
  start.trigger = "replay";
  start.changes_state = false;
  const auto entry = std::make_shared<RunEntry>(surroundings.state_dir, out, start);
  return entered(*entry, [&] {
    if (not_begun) throw Failure(*not_begun);
    return replay_entered(options, common, surroundings, recording, out, entry);
  });
}

}  // namespace

void add_replay_command(CLI::App& app, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = app.add_subcommand(
      "replay",
      "map the pages of a recording again, without the network or credentials\n\n"
      "  ingest run acme-sca --record rec\n  ingest replay rec acme-sca");
  auto options = std::make_shared<ReplayOptions>();
  command->add_option("DIR", options->recording, "what 'ingest run --record DIR' made")->required();
  command
      ->add_option("CONNECTION", options->run.connection,
                   "its name, or the path of its file: decides map and scope")
      ->required();
  add_run_options(*command, options->run, "./replay");
  command->callback([options, &common, &status] { status = replay(*options, common); });
}

}  // namespace ingest::host

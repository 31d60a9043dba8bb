// replay_command.cc - see replay_command.hpp.
#include "cli/replay_command.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

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

ExitStatus replay(const ReplayOptions& options, const CommonOptions& common) {
  check_run_options(options.run);
  RecordingReader recording(options.recording);
  OpenConnection open(options.run.connection, surroundings_of(common), Purpose::kReplay);
  RunRequest request = request_of(options.run, open, "replay");
  make_replay(recording.manifest(), open.connection().name,
              settings_for_mapping(open.connection(), open.library().details()), request);
  LoadedConnector connector(open.instance());
  ReplayConnector replayed(connector, recording);
  return show(execute(replayed, request, common), options.run, common, request.unit_noun);
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

// serve_command.cc - see serve_command.hpp.
#include "cli/serve_command.hpp"

#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "connection/time_text.hpp"
#include "diagnostics/log.hpp"
#include "secrets/secret_handover.hpp"
#include "serve/listener.hpp"
#include "serve/serve.hpp"

namespace ingest::host {
namespace {

constexpr unsigned kMostRunsMax = 64;

struct ServeOptions {
  std::string listen;
  std::string out;
  unsigned most_runs = 2;
};

// A service that says nothing of what it does is hard to watch: unless told otherwise it says more
// than a command does.
void start_service_log(CommonOptions options) {
  if (options.log_level.empty() && !options.quiet && options.verbose == 0)
    options.log_level = "info";
  start_log(options);
}

// What of this command line a run is told as well. None of it is a secret.
std::vector<std::string> handed_on(const CommonOptions& common, const Surroundings& surroundings,
                                   const ServeOptions& options) {
  std::vector<std::string> all = {"--resume", "--format", "json", "--quiet"};
  const auto add = [&all](const char* flag, const std::string& value) {
    all.insert(all.end(), {flag, value});
  };
  add("--config-dir", surroundings.config_dir.string());
  add("--state-dir", surroundings.state_dir.string());
  for (const std::string& folder : common.plugin_dirs)
    add("--plugin-dir", std::filesystem::absolute(folder).string());
  if (!options.out.empty()) add("--out", std::filesystem::absolute(options.out).string());
  std::string level = common.log_level;
  if (level.empty())
    level = common.quiet          ? "error"
            : common.verbose >= 2 ? "debug"
            : common.verbose == 1 ? "info"
                                  : "warn";
  add("--log-level", level);
  add("--log-format", common.log_format);
  return all;
}

RunningRuns::Launch launch_of(const PlannedRun& run, const Connection& connection,
                              const Surroundings& surroundings,
                              const std::vector<std::string>& flags) {
  RunningRuns::Launch launch;
  auto secrets =
      std::make_shared<File>(hand_over_secrets(connection, SecretStore(surroundings.state_dir)));
  ChildCommand& command = launch.command;
  command.program = surroundings.program;
  command.arguments = {"ingest", "run", run.connection, "--trigger", run.trigger()};
  if (run.due) command.arguments.insert(command.arguments.end(), {"--due", moment_text(*run.due)});
  command.arguments.insert(command.arguments.end(),
                           {"--secrets-fd", std::to_string(kHandedDescriptor)});
  command.arguments.insert(command.arguments.end(), flags.begin(), flags.end());
  command.environment = child_environment(referenced_variables(surroundings.config_dir));
  command.handed = secrets->descriptor();
  launch.handed = std::move(secrets);
  return launch;
}

// SIGHUP may come to any thread.
StopBell* bell_of_hangups = nullptr;

void take_signals(StopBell& bell) {
  hand_signals_to([&bell](int number) { bell.stop(number); });
  bell_of_hangups = &bell;
  struct sigaction action {};
  action.sa_handler = [](int) { bell_of_hangups->reload(); };
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGHUP, &action, nullptr);
}

ExitStatus serve(const ServeOptions& options, const CommonOptions& common) {
  start_service_log(common);
  std::optional<ListenAddress> address;
  if (!options.listen.empty()) address = parse_listen_address(options.listen);
  const Surroundings surroundings = surroundings_of(common);
  // Never freed: a signal may come until the very end.
  static auto& bell = *new StopBell;

  ServeSettings settings;
  settings.config_dir = surroundings.config_dir;
  settings.state_dir = surroundings.state_dir;
  settings.most_runs = options.most_runs;
  settings.launch = [surroundings, flags = handed_on(common, surroundings, options)](
                        const PlannedRun& run, const Connection& connection) {
    return launch_of(run, connection, surroundings, flags);
  };
  Serve service(std::move(settings), bell);
  std::optional<Listener> listener;
  if (address)
    listener.emplace(
        *address, [&board = service.board()](std::string_view path) { return board.page(path); });
  take_signals(bell);

  const std::string where = listener ? "http://" + listener->where().text() : std::string();
  if (listener && !listener->where().is_loopback())
    log(LogLevel::kWarn, "serve",
        "listens on " + listener->where().text() +
            ", which others can reach: what it shows has no password");
  log(LogLevel::kInfo, "serve",
      "ready, process " + std::to_string(::getpid()) + ", " +
          std::to_string(service.connections()) + " connections" +
          (where.empty() ? "" : ", listens on " + where));
  print("ready" + (where.empty() ? "" : " " + where) + "\n");
  if (service.run()) return ExitStatus::kOk;
  return bell.signal() == SIGINT ? ExitStatus::kInterrupted : ExitStatus::kTerminated;
}

}  // namespace

void add_serve_command(CLI::App& app, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = app.add_subcommand(
      "serve",
      "run what is scheduled, each run in a process of its own, until SIGTERM or SIGINT\n\n"
      "  ingest serve --listen 127.0.0.1:9464 --out /var/lib/ingest/out");
  auto options = std::make_shared<ServeOptions>();
  command
      ->add_option("--listen", options->listen,
                   "offer /metrics, /healthz and /status there; :PORT is loopback, port 0 any free")
      ->type_name("ADDR:PORT");
  command->add_option("--max-runs", options->most_runs, "runs at a time (default: 2)")
      ->check(CLI::Range(1U, kMostRunsMax).description(""))
      ->type_name("N");
  command
      ->add_option("--out", options->out,
                   "write below DIR/<connection> (default: each connection's output.dir, or ./out)")
      ->type_name("DIR");
  command->callback([options, &common, &status] { status = serve(*options, common); });
}

}  // namespace ingest::host

// main.cc - the program: what is asked for, and how it ends.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "cli/connection_candidate.hpp"
#include "cli/connections_command.hpp"
#include "cli/maps_command.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/plugins_command.hpp"
#include "cli/read_command.hpp"
#include "cli/replay_command.hpp"
#include "cli/run_apart.hpp"
#include "cli/run_command.hpp"
#include "cli/runs_command.hpp"
#include "cli/secrets_command.hpp"
#include "cli/serve_command.hpp"
#include "cli/signals.hpp"
#include "cli/tell_failure.hpp"
#include "cli/test_command.hpp"
#include "conformance/check_request.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/suggest.hpp"
#include "loader/probe.hpp"
#include "run/large_memory.hpp"
#include "sandbox/seclusion.hpp"
#include "worker/worker_descriptors.hpp"
#include "worker/worker_start.hpp"

namespace ingest::host {
namespace {

// What CLI11 says of an unknown word, with the command that was probably meant.
std::string usage_hint(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* level = &app;
  for (const std::string& word : words) {
    if (word.empty() || word.front() == '-') continue;
    std::vector<std::string> names;
    const CLI::App* next = nullptr;
    for (const CLI::App* command : level->get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(command->get_name());
      if (command->get_name() == word) next = command;
    }
    if (next == nullptr) {
      if (names.empty()) break;
      return suggestion(word, names);
    }
    level = next;
  }
  std::string path;
  for (const CLI::App* at = level; at != nullptr && at->get_parent() != nullptr;
       at = at->get_parent())
    path = " " + at->get_name() + path;
  return "see: ingest" + path + " --help";
}

ExitStatus dispatch(const std::vector<std::string>& words) {
  ExitStatus status = ExitStatus::kOk;
  CommonOptions options;
  CLI::App app("Runs connectors that turn a vendor's security findings into protobuf.", "ingest");
  app.set_version_flag("--version", "ingest " INGEST_VERSION);
  app.set_help_flag("-h,--help", "this text");
  app.require_subcommand(1);
  app.fallthrough();
  add_common_options(app, options);
  app.parse_complete_callback([&options] { start_log(options); });
  add_plugins_command(app, options, status);
  add_connections_command(app, options, status);
  add_test_command(app, options, status);
  add_run_command(app, options, status);
  add_serve_command(app, options, status);
  add_replay_command(app, options, status);
  add_runs_command(app, options);
  add_secrets_command(app, options);
  add_maps_command(app, options, status);
  add_read_command(app, options, status);
  add_check_command(app, options, status);
  app.footer(
      "Exit status: 0 ok, 2 usage, 3 configuration, 4 credentials, 5 network, 6 partial,\n"
      "7 incomplete, 8 locked, 9 connector broken, 1 disk full or a defect of ingest,\n"
      "130 and 143 interrupted (run --resume goes on).");
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    return status;
  } catch (const CLI::CallForHelp&) {
    const CLI::App* level = &app;
    while (!level->get_subcommands().empty()) level = level->get_subcommands().front();
    print(level->help());
  } catch (const CLI::CallForVersion& version) {
    print(std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    throw Failure(ExitStatus::kUsage, error.what(), usage_hint(app, words));
  }
  return ExitStatus::kOk;
}

template <class Body>
ExitStatus told(Body&& body) {
  try {
    return body();
  } catch (const Failure& failure) {
    tell_failure(failure);
    return failure.status();
  } catch (const std::exception& error) {
    const Failure defect(ExitStatus::kInternal, std::string("a defect of ingest: ") + error.what(),
                         "please report it, with the command and what --log-level debug prints");
    tell_failure(defect);
    return defect.status();
  }
}

// A file opened later must not take the place of a stream that came closed: writing to one fails,
// as it should.
void hold_standard_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    while (::fcntl(fd, F_GETFD) < 0 &&
           ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) >= 0) {
    }
}

// What a supervisor started, see worker/supervisor.hpp: it carries out the person's command.
[[noreturn]] void run_worker(const std::vector<std::string>& words) {
  const ExitStatus status = told([&] {
    Worker& worker = start_worker();
    set_end_of_process([&worker](int ended) { worker.end(ended); });
    start_signal_thread(worker.channel);
    return dispatch(words);
  });
  end_process(static_cast<int>(status));
}

ExitStatus run(const std::vector<std::string>& words) {
  hold_standard_streams();
  start_signal_thread();
  set_command_line(words);
  return told([&] { return dispatch(words); });
}

// A debugger sees nothing of a hidden process, even of one that it started itself. The second way
// is that of 'plugins check'.
bool is_for_debugger(int argc, char** argv) {
  return is_one_process_wished() || std::any_of(argv, argv + argc, [](const char* word) {
           return std::strcmp(word, "--in-process") == 0;
         });
}

}  // namespace
}  // namespace ingest::host

int main(int argc, char** argv) {
  // Before it holds anything that is worth a look.
  if (!ingest::host::is_for_debugger(argc, argv)) ingest::host::hide_process();
  // The child that looks at one file, and ends the process; see loader/probe.hpp.
  if (argc == 3 && std::strcmp(argv[1], ingest::host::kProbeCommand) == 0)
    ingest::host::run_probe_child(argv[2]);
  // The process that checks one connector; see conformance/check_request.hpp.
  if (argc == 4 && std::strcmp(argv[1], ingest::host::conformance::kConformanceCommand) == 0)
    ingest::host::conformance::run_conformance_driver(
        argv[3], std::strcmp(argv[2], "prepare") == 0,
        ingest::host::conformance::kConformanceDescriptor);
  ingest::host::give_large_memory_back();
  if (argc >= 2 && std::strcmp(argv[1], ingest::host::kWorkerCommand) == 0)
    ingest::host::run_worker(std::vector<std::string>(argv + 2, argv + argc));
  return static_cast<int>(ingest::host::run(std::vector<std::string>(argv + 1, argv + argc)));
}

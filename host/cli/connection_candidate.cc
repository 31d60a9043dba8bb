// connection_candidate.cc - see connection_candidate.hpp.
#include "cli/connection_candidate.hpp"

#include <CLI/CLI.hpp>
#include <utility>
#include <vector>

#include "cli/connection_checks.hpp"
#include "cli/expiry_notice.hpp"
#include "cli/run_apart.hpp"
#include "cli/run_execution.hpp"
#include "connection/credential_expiry.hpp"
#include "connection/settings.hpp"
#include "connection_files/connection_folder.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/plain_text.hpp"
#include "run/map_choice.hpp"
#include "vetting/catalog.hpp"
#include "worker/worker_start.hpp"

namespace ingest::host {

Connection check_candidate(const Candidate& candidate, const Surroundings& surroundings) {
  Connection connection = parse_named(candidate.text, candidate.file, candidate.name);
  const v1::ConnectorDescriptor details =
      find_connector(connection.plugin, connector_search(surroundings)).probe.details;
  check_connection(connection, details);
  choose_map(connection.map, details, surroundings.config_dir, candidate.file.parent_path());
  return connection;
}

namespace {

constexpr const char* kCheckCommand = "__check";

ExitStatus test_open(OpenConnection& open) {
  write_stderr("Testing " + open.connection().name + " (" +
               plain_text(open.library().details().product_name(), 80) + ")\n");
  const ExitStatus status = run_checks(open, ShowChecks::kOnStderr).status;
  for (const ExpiryNotice& notice : expiry_notices(open))
    write_stderr("warning: " + plain_text(notice.sentence) + "\n");
  return status;
}

// What the worker is to know of this command line.
std::vector<std::string> check_words(const Surroundings& surroundings) {
  static constexpr const char* kLevels[] = {"debug", "info", "warn", "error", "off"};
  const LogOptions& log = log_options();
  return {kCheckCommand,
          "--config-dir",
          surroundings.config_dir.string(),
          "--state-dir",
          surroundings.state_dir.string(),
          "--log-level",
          kLevels[static_cast<std::size_t>(log.level)],
          "--log-format",
          log.format == LogFormat::kJson ? "json" : "text"};
}

// In the worker.
ExitStatus check_handed_over(const CommonOptions& common) {
  const Worker* worker = this_worker();
  if (worker == nullptr || !worker->candidate)
    throw Failure(ExitStatus::kUsage, "there is no connection to be checked",
                  "it is 'ingest connections add' and 'edit' that do this");
  OpenConnection open(
      parse_named(*worker->candidate, worker->start.candidate_file, worker->start.candidate_name),
      {}, surroundings_of(common), Purpose::kTest);
  return test_open(open);
}

}  // namespace

void add_check_command(CLI::App& app, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = app.add_subcommand(kCheckCommand)->group("");
  command->callback([&common, &status] { status = check_handed_over(common); });
}

ExitStatus test_candidate(const Candidate& candidate, const NewSecrets& secrets,
                          const SecretStore& store, const Surroundings& surroundings) {
  Connection connection = check_candidate(candidate, surroundings);
  if (is_carried_out_here()) {
    OpenConnection open(std::move(connection), secrets.over(store), surroundings, Purpose::kTest);
    return test_open(open);
  }
  ApartCommand command;
  command.connection = std::move(connection);
  command.store = secrets.over(store);
  command.candidate_text = candidate.text;
  command.candidate_file = candidate.file;
  command.words = check_words(surroundings);
  return carry_out_apart(command, surroundings);
}

bool was_stopped(ExitStatus status) noexcept {
  return status == ExitStatus::kInterrupted || status == ExitStatus::kTerminated;
}

void note_expiries(const std::string& connection, const NewSecrets& secrets, StateStore& states) {
  for (const auto& [name, value] : secrets.all()) {
    std::optional<StateTime> expires;
    if (const auto at = credential_expiry(value.reveal())) expires = *at;
    states.set_expiry(connection, name.substr(name.find('/') + 1), expires);
  }
}

}  // namespace ingest::host

// connections_edit.cc - "ingest connections edit": values changed in a connection's file, keys
// rotated, by options or in the person's editor; tested before anything is replaced.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/connection_candidate.hpp"
#include "cli/connection_options.hpp"
#include "cli/connections_command.hpp"
#include "cli/dialogue.hpp"
#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "cli/tell_failure.hpp"
#include "cli/text_editor.hpp"
#include "connection_files/connection_folder.hpp"
#include "connection_files/connection_save.hpp"
#include "connection_files/yaml_json.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {
namespace {

struct EditOptions {
  std::string name;
  std::string status;
  std::vector<std::string> unset;
  bool no_schedule = false;
  bool editor = false;
  ConnectionOptions says;
};

struct Edit {
  std::string before;
  Candidate after;
  NewSecrets secrets;
};

std::vector<YamlChange> all_changes(const EditOptions& options, const GivenConfig& given) {
  std::vector<YamlChange> changes = changes_of(options.says, given);
  for (const std::string& key : options.unset) changes.push_back({{"config", key}, std::nullopt});
  if (options.no_schedule) changes.push_back({{"schedule"}, std::nullopt});
  if (!options.status.empty()) changes.push_back({{"status"}, options.status});
  return changes;
}

void edit_by_options(const EditOptions& options, const Surroundings& around, Edit& edit) {
  const Connection now = parse_named(edit.before, edit.after.file, options.name);
  const v1::ConnectorDescriptor details =
      find_connector(now.plugin, connector_search(around)).probe.details;
  GivenConfig given = read_config(options.says, options.name, details);
  for (const YamlChange& change : all_changes(options, given))
    edit.after.text = edited_yaml(edit.after.text, change, edit.after.file);
  edit.secrets = std::move(given.secrets);
}

// Until it is right or the person gives up; then the last mistake is what is thrown.
void edit_by_hand(const Surroundings& around, Edit& edit) {
  while (true) {
    edit.after.text = edited_by_hand(edit.after.text, edit.after.name);
    try {
      check_candidate(edit.after, around);
      return;
    } catch (const Failure& failure) {
      if (!Dialogue::possible()) throw;
      tell_failure(failure);
      if (!Dialogue().yes("Back to the editor? Otherwise nothing is changed.", true))
        throw Failure(failure.status(), "nothing was changed");
    }
  }
}

// What decides whether the source can be read.
bool changes_source(const Edit& edit) {
  if (!edit.secrets.empty()) return true;
  boost::json::value before;
  try {
    parse_connection(edit.before, edit.after.file);
    before = yaml_as_json(edit.before);
  } catch (const Failure&) {  // it was broken, and is mended now
    return true;
  }
  const boost::json::value after = yaml_as_json(edit.after.text);
  for (const char* key : {"plugin", "config", "scope", "map", "http"}) {
    const auto* old_value = before.as_object().if_contains(key);
    const auto* new_value = after.as_object().if_contains(key);
    if ((old_value == nullptr) != (new_value == nullptr)) return true;
    if (old_value != nullptr && *old_value != *new_value) return true;
  }
  return false;
}

void enter_state(const Connection& connection, StateStore& states) {
  const auto entry = states.state_of(connection.name);
  const bool inactive = entry && entry->state == ConnectionState::kInactive;
  if (!connection.active) {
    if (!inactive)
      states.enter(connection.name, ConnectionState::kInactive,
                   "set inactive by 'connections edit'");
    return;
  }
  if (!entry || inactive)
    states.enter(connection.name, ConnectionState::kRegistered, "set active by 'connections edit'");
}

ExitStatus edit(const EditOptions& options, const CommonOptions& common) {
  ConnectionWorkplace place(common);
  const Surroundings& around = place.surroundings();
  Edit edit;
  edit.after.name = options.name;
  edit.after.file = existing_connection_file(around.config_dir, options.name);
  edit.before = edit.after.text = connection_text_of(edit.after.file);
  const bool nothing_said = all_changes(options, {}).empty() && options.says.set.empty() &&
                            options.says.secret_file.empty() && options.says.secret_env.empty();
  if (options.editor || (nothing_said && Dialogue::possible())) {
    if (!nothing_said)
      throw Failure(ExitStatus::kUsage, "--editor goes with no change on the command line");
    edit_by_hand(around, edit);
  } else if (nothing_said) {
    throw Failure(ExitStatus::kUsage, "nothing to change is named",
                  "name it: --set KEY=VALUE, --secret-file KEY=PATH, ...; or --editor");
  } else {
    edit_by_options(options, around, edit);
  }
  const Connection connection = check_candidate(edit.after, around);
  if (edit.before == edit.after.text && edit.secrets.empty()) {
    if (!common.quiet) write_stderr("It says that already; nothing was changed.\n");
    return ExitStatus::kOk;
  }
  if (changes_source(edit) && !options.says.no_test) {
    const ExitStatus status = test_candidate(edit.after, edit.secrets, place.secrets(), around);
    if (was_stopped(status)) return status;
    if (status != ExitStatus::kOk) {
      write_stderr("It would not work; nothing was changed. (--no-test saves anyway.)\n");
      return status;
    }
  }
  save_changed_connection(edit.after.file, edit.before, edit.after.text, edit.secrets,
                          place.secrets());
  enter_state(connection, place.states());
  for (const std::string& key : options.unset)
    place.states().set_expiry(options.name, key, std::nullopt);
  note_expiries(options.name, edit.secrets, place.states());
  print(edit.after.file.string() + "\n");
  if (!common.quiet)
    write_stderr(edit.secrets.empty() ? "Changed.\n" : "Changed; what is new is in the store.\n");
  return ExitStatus::kOk;
}

}  // namespace

void add_connections_edit(CLI::App& connections, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = connections.add_subcommand(
      "edit",
      "changes what is named, leaves the rest of the file alone, and tests before it saves; "
      "on a terminal, with nothing named, in your editor\n\n"
      "  ingest connections edit acme-sca --secret-file api_key=./new-key    a new key\n"
      "  ingest connections edit acme-sca --every 24h\n"
      "  ingest connections edit acme-sca --status inactive");
  auto options = std::make_shared<EditOptions>();
  command->add_option("NAME", options->name, "what it is called")->required();
  command->add_option("--status", options->status, "active or inactive")
      ->check(CLI::IsMember({"active", "inactive"}))
      ->type_name("STATUS");
  command->add_option("--unset", options->unset, "take a key of config out (repeatable)")
      ->type_name("KEY")
      ->allow_extra_args(false);
  command->add_flag("--no-schedule", options->no_schedule, "take the schedule out");
  command->add_flag("--editor", options->editor, "open $VISUAL or $EDITOR on it");
  add_connection_options(*command, options->says);
  command->callback([options, &common, &status] { status = edit(*options, common); });
}

}  // namespace ingest::host

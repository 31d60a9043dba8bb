// connections_add.cc - "ingest connections add": a connection by question and answer, or from
// options; tested, then saved.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/connection_candidate.hpp"
#include "cli/connection_options.hpp"
#include "cli/connection_questions.hpp"
#include "cli/connections_command.hpp"
#include "cli/login_ways.hpp"
#include "cli/output.hpp"
#include "cli/run_execution.hpp"
#include "cli/tell_failure.hpp"
#include "connection_files/connection_folder.hpp"
#include "connection_files/connection_save.hpp"
#include "connection_files/connection_writer.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {
namespace {

struct AddOptions {
  std::string name;
  std::string plugin;
  bool inactive = false;
  ConnectionOptions says;
};

bool asks(const AddOptions& options) {
  return options.says.set.empty() && options.says.secret_file.empty() &&
         options.says.secret_env.empty() && Dialogue::possible();
}

// All of them, so that one attempt is enough.
void expect_nothing_missing(const ConnectionDraft& draft,
                            const v1::ConnectorDescriptor& connector) {
  std::vector<std::string> missing;
  std::string hint = "add";
  const auto add = [&](const v1::ConfigField& field, const std::string& note) {
    missing.push_back(field.key() + " (" + label_of(field) + note + ")");
    const bool secret = field.type() == v1::FIELD_TYPE_SECRET;
    hint += "\n  " +
            (secret ? "--secret-file " + field.key() + "=PATH"
                    : "--set " + field.key() + "=" +
                          (field.example().empty() ? "VALUE" : plain_text(field.example(), 80)));
  };
  for (const v1::ConfigField& field : connector.config_fields()) {
    bool wanted = field.required() && field.default_value().empty();
    for (const std::string& other : field.required_unless())
      wanted = wanted && draft.config.count(other) == 0;
    for (const v1::ConfigField& other : connector.config_fields())
      for (const std::string& needed : other.needs())
        wanted = wanted || (needed == field.key() && draft.config.count(other.key()) > 0);
    if (!wanted || draft.config.count(field.key()) > 0) continue;
    std::string note;
    const auto ways = ways_of(field, connector);
    for (std::size_t i = 1; i < ways.size(); ++i) note += ", or " + joined(ways[i], " and ");
    add(field, note);
  }
  if (missing.empty()) return;
  throw Failure(ExitStatus::kUsage,
                "for a connection of " + connector.id() + " these are missing: " + joined(missing),
                hint + "\nor run it on a terminal, without --set, to be asked");
}

struct Adding {
  const AddOptions& options;
  ConnectionWorkplace& place;
  const v1::ConnectorDescriptor& connector;
  ConnectionDraft draft;
  NewSecrets secrets;

  Candidate candidate() const {
    return {connection_file(place.surroundings().config_dir, draft.name), draft.name,
            connection_text(draft, connector)};
  }
  ExitStatus check_and_test() {
    if (!options.says.no_test)
      return test_candidate(candidate(), secrets, place.secrets(), place.surroundings());
    check_candidate(candidate(), place.surroundings());
    return ExitStatus::kOk;
  }
};

// Until the checks pass or the person has had enough. Shows the file before it is saved.
ExitStatus ask(Adding& adding) {
  const Dialogue dialogue;
  dialogue.say("A connection of " + plain_text(adding.connector.product_name(), 80) + " (" +
               adding.connector.id() + "), version " + adding.connector.version() + "\n");
  const auto map_fault = [&](const std::string& map) -> std::string {
    try {
      choose_map(map, adding.connector, adding.place.surroundings().config_dir,
                 adding.candidate().file.parent_path());
      return {};
    } catch (const Failure& failure) {
      return failure.what();
    }
  };
  while (true) {
    ConnectionQuestions questions(dialogue, adding.connector, adding.draft, adding.secrets);
    questions.ask_config();
    questions.ask_rest(map_fault);
    dialogue.say("\nThis will be " + adding.candidate().file.string() + ":\n\n" +
                 plain_lines(adding.candidate().text) + "\n");
    if (!dialogue.yes(adding.options.says.no_test ? "Save it, without a test?"
                                                  : "Test it, and save it when all checks pass?",
                      true))
      throw Failure(ExitStatus::kUsage, "not wanted; nothing was saved");
    ExitStatus status = ExitStatus::kOk;
    try {
      status = adding.check_and_test();
    } catch (const Failure& failure) {
      if (was_stopped(failure.status())) throw;
      tell_failure(failure);
      status = failure.status();
    }
    if (status == ExitStatus::kOk || was_stopped(status) ||
        !dialogue.yes("Answer again? What you said is kept.", true))
      return status;
  }
}

void tell_saved(const std::string& name, const CommonOptions& common, bool scheduled) {
  if (common.quiet) return;
  write_stderr("Saved. Next:\n  ingest run " + name + "\n" +
               (scheduled ? "  ingest serve                         runs it when it is due\n"
                          : "  ingest connections edit " + name + " --every 24h\n"));
}

ExitStatus add(const AddOptions& options, const CommonOptions& common) {
  ConnectionWorkplace place(common);
  const Surroundings& around = place.surroundings();
  expect_free(connection_file(around.config_dir, options.name));
  const v1::ConnectorDescriptor details =
      find_connector(options.plugin, connector_search(around)).probe.details;
  Adding adding{options, place, details, {}, {}};
  adding.draft.name = options.name;
  adding.draft.plugin = options.plugin;
  adding.draft.active = !options.inactive;
  take_options(options.says, adding.draft);
  ExitStatus status = ExitStatus::kOk;
  if (asks(options)) {
    status = ask(adding);
  } else {
    GivenConfig given = read_config(options.says, options.name, details);
    adding.draft.config = std::move(given.values);
    adding.secrets = std::move(given.secrets);
    expect_nothing_missing(adding.draft, details);
    status = adding.check_and_test();
  }
  if (was_stopped(status)) return status;
  if (status != ExitStatus::kOk) {
    write_stderr(
        "The connection does not work yet; nothing was saved. (--no-test saves anyway.)\n");
    return status;
  }
  const Candidate candidate = adding.candidate();
  save_new_connection(candidate.file, candidate.text, adding.secrets, place.secrets());
  const std::string tested =
      options.says.no_test ? "registered without a test" : "registered, all checks passed";
  place.states().enter(options.name,
                       options.inactive ? ConnectionState::kInactive : ConnectionState::kRegistered,
                       tested);
  note_expiries(options.name, adding.secrets, place.states());
  print(candidate.file.string() + "\n");
  tell_saved(options.name, common, !adding.draft.schedule.empty());
  return ExitStatus::kOk;
}

}  // namespace

void add_connections_add(CLI::App& connections, const CommonOptions& common, ExitStatus& status) {
  CLI::App* command = connections.add_subcommand(
      "add",
      "a new connection: asks for what its connector needs, or takes it from options; tests it, "
      "and saves it when all checks pass\n\n"
      "  ingest connections add acme-sca --plugin checkmarx-sca\n"
      "  ingest connections add acme-sca --plugin checkmarx-sca --set region=deu --set tenant=acme "
      "--secret-file api_key=./key");
  auto options = std::make_shared<AddOptions>();
  command->add_option("NAME", options->name, "what it is to be called")->required();
  command->add_option("--plugin", options->plugin, "the connector's id ('ingest plugins list')")
      ->type_name("ID")
      ->required();
  command->add_flag("--inactive", options->inactive, "not to be run yet");
  add_connection_options(*command, options->says);
  command->callback([options, &common, &status] { status = add(*options, common); });
}

}  // namespace ingest::host

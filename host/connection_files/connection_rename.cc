// connection_rename.cc - see connection_rename.hpp.
#include "connection_files/connection_rename.hpp"

#include <algorithm>
#include <system_error>

#include "connection/secret_source.hpp"
#include "connection_files/connection_folder.hpp"
#include "connection_files/connection_save.hpp"
#include "connection_files/yaml_edit.hpp"
#include "connection_files/yaml_scalar.hpp"
#include "diagnostics/failure.hpp"
#include "storage/private_folder.hpp"
#include "storage/replaced_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

fs::path note_of(const fs::path& config_dir) { return connections_folder(config_dir) / ".rename"; }

struct Plan {
  std::string from;
  std::string to;
};

Plan read_note(const fs::path& note) {
  const std::string text = read_private_file(note, Secrecy::kPlain, 256);
  const auto space = text.find(' ');
  const auto end = text.find('\n');
  Plan plan;
  if (space != std::string::npos && end != std::string::npos && space < end)
    plan = {text.substr(0, space), text.substr(space + 1, end - space - 1)};
  if (!is_connection_name(plan.from) || !is_connection_name(plan.to))
    throw Failure(ExitStatus::kConfig, note.string() + " is not a note of a rename",
                  "see which connections there are, then remove it");
  return plan;
}

bool has_secrets(const SecretStore& store, const std::string& connection) {
  const auto all = store.list();
  return std::any_of(all.begin(), all.end(), [&](const StoredSecret& secret) {
    return secret.name.rfind(connection + "/", 0) == 0;
  });
}

// A reference to one of the connection's own secrets, for its new name; empty when it is none.
std::string moved(const std::string& value, const Plan& plan) {
  const auto reference = parse_reference(value);
  const std::string prefix = plan.from + "/";
  if (!reference || reference->kind != Reference::Kind::kStore ||
      reference->name.rfind(prefix, 0) != 0)
    return {};
  return "${secret:" + plan.to + "/" + reference->name.substr(prefix.size()) + "}";
}

std::string renamed_text(const fs::path& file, const Plan& plan) {
  std::string text = connection_text_of(file);
  const Connection connection = parse_named(text, file, plan.from);
  const auto follow = [&](const char* section, const std::string& key, const std::string& value) {
    if (const std::string reference = moved(value, plan); !reference.empty())
      text = edited_yaml(text, {{section, key}, yaml_scalar(reference)}, file);
  };
  for (const auto& [key, value] : connection.config) follow("config", key, value.text);
  follow("http", "proxy", connection.http.proxy.text);
  follow("http", "client_key_password", connection.http.client_key_password.text);
  text = edited_yaml(text, {{"name"}, yaml_scalar(plan.to)}, file);
  parse_named(text, file, plan.to);
  return text;
}

bool is_known(StateStore& states, const std::string& connection) {
  RunQuery query;
  query.connection = connection;
  query.limit = 1;
  return states.state_of(connection) || !states.runs(query).empty();
}

// From the moment on that the new file is there.
void go_on(const ConnectionPlaces& places, const Plan& plan, const BeforeStep& before) {
  const auto step = [&](int number) {
    if (before) before(number);
  };
  step(4);
  remove_file(connection_file(places.config_dir, plan.from));
  step(5);
  if (is_known(places.states, plan.from)) places.states.rename(plan.from, plan.to);
  step(6);
  places.secrets.remove_prefix(plan.from);
  step(7);
  remove_file(note_of(places.config_dir));
}

}  // namespace

void rename_connection(const ConnectionPlaces& places, const std::string& from,
                       const std::string& to, const BeforeStep& before) {
  const Plan plan{from, to};
  const fs::path new_file = connection_file(places.config_dir, to);
  const fs::path old_file = existing_connection_file(places.config_dir, from);
  const FolderLock lock(old_file.parent_path());
  expect_free(new_file);
  const std::string text = renamed_text(old_file, plan);
  if (has_secrets(places.secrets, to))
    throw Failure(ExitStatus::kConfig,
                  "the encrypted store holds secrets of a '" + to + "' already",
                  "see them with 'ingest secrets list', and remove them if nobody needs them");
  const auto step = [&](int number) {
    if (before) before(number);
  };
  step(1);
  replace_file(note_of(places.config_dir), from + " " + to + "\n");
  step(2);
  if (has_secrets(places.secrets, from)) places.secrets.copy_prefix(from, to);
  step(3);
  replace_file(new_file, text);
  go_on(places, plan, before);
}

bool rename_is_open(const fs::path& config_dir) { return is_taken(note_of(config_dir)); }

std::optional<std::string> finish_rename(const ConnectionPlaces& places, const BeforeStep& before) {
  if (!rename_is_open(places.config_dir)) return std::nullopt;
  check_private_folder(connections_folder(places.config_dir));
  const FolderLock lock(connections_folder(places.config_dir));
  const fs::path note = note_of(places.config_dir);
  if (!is_taken(note)) return std::nullopt;  // whoever held the lock has finished it
  const Plan plan = read_note(note);
  const std::string names = "'" + plan.from + "' to '" + plan.to + "'";
  if (is_taken(connection_file(places.config_dir, plan.to))) {
    go_on(places, plan, before);
    return "finished the renaming of " + names + ", which was broken off";
  }
  places.secrets.remove_prefix(plan.to);
  remove_file(note);
  return "took the renaming of " + names + " back, which was broken off: it is still '" +
         plan.from + "'";
}

}  // namespace ingest::host

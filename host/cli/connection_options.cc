// connection_options.cc - see connection_options.hpp.
#include "cli/connection_options.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <stdexcept>

#include "connection/config_check.hpp"
#include "connection/secret_source.hpp"
#include "connection_files/connection_writer.hpp"
#include "connection_files/yaml_scalar.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Nothing of text is shown: it may hold a secret.
std::pair<std::string, std::string> pair_of(const std::string& option, const std::string& text,
                                            const std::string& form) {
  const auto equal = text.find('=');
  if (equal == std::string::npos || equal == 0 || equal + 1 == text.size())
    throw Failure(ExitStatus::kUsage, option + " takes " + form);
  return {text.substr(0, equal), text.substr(equal + 1)};
}

const v1::ConfigField& field_of(const std::string& key, const v1::ConnectorDescriptor& connector) {
  std::vector<std::string> known;
  for (const v1::ConfigField& field : connector.config_fields()) {
    if (field.key() == key) return field;
    known.push_back(field.key());
  }
  throw Failure(ExitStatus::kUsage,
                "connector " + connector.id() + " knows no key '" + plain_text(key, 80) + "'; " +
                    suggestion(key, known),
                "'ingest plugins show " + connector.id() + "' lists the keys");
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

void check_literal(const v1::ConfigField& field, const std::string& value) {
  const std::string key = field.key();
  try {
    if (parse_reference(value)) return;
  } catch (const std::invalid_argument& error) {
    throw Failure(ExitStatus::kUsage, "--set " + key + ": " + error.what(),
                  "put the reference in single quotes, so that the shell leaves it alone");
  }
  if (field.type() == v1::FIELD_TYPE_SECRET)
    throw Failure(ExitStatus::kUsage,
                  key +
                      " is a secret, and on a command line everybody on this machine can read "
                      "it, and the shell remembers it",
                  "give it in one of these ways\n"
                  "  --secret-file " +
                      key +
                      "=PATH           read now, kept in the encrypted store\n"
                      "  --secret-env " +
                      key + "=" + upper(key) +
                      "         the same, from an environment variable\n"
                      "  --set " +
                      key + "='${env:" + upper(key) +
                      "}'    read at each run; also ${file:PATH}\n"
                      "and replace at its source the one that was written here");
  if (const std::string fault = value_fault(field, value); !fault.empty())
    throw Failure(ExitStatus::kUsage, "--set " + key + ": " + fault,
                  field.example().empty() ? "" : "example: " + plain_text(field.example(), 200));
}

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

// In the file, a path starts from the file's folder; here, from where the person is.
std::string map_of(const std::string& map) {
  const bool file = map.find('/') != std::string::npos ||
                    std::filesystem::path(map).extension() == ".yaml" ||
                    std::filesystem::path(map).extension() == ".yml";
  return file ? absolute(map) : map;
}

Pairs stated(const Pairs& all) {
  Pairs given;
  for (const auto& [key, value] : all)
    if (!value.empty()) given.emplace_back(key, value);
  return given;
}

}  // namespace

void add_connection_options(CLI::App& command, ConnectionOptions& options) {
  const std::string group = "What the connection says";
  const auto many = [&](const char* name, std::vector<std::string>& into, const char* what,
                        const char* form) {
    command.add_option(name, into, what)->type_name(form)->group(group)->allow_extra_args(false);
  };
  const auto one = [&](const char* name, std::string& into, const char* what, const char* form) {
    command.add_option(name, into, what)->type_name(form)->group(group);
  };
  many("--set", options.set, "a key of the connector's configuration (repeatable)", "KEY=VALUE");
  many("--secret-file", options.secret_file,
       "read a secret from a file into the encrypted store (repeatable)", "KEY=PATH");
  many("--secret-env", options.secret_env,
       "read a secret from an environment variable into the encrypted store (repeatable)",
       "KEY=VAR");
  many("--scope", options.scope, "what to bring (repeatable)", "FILTER=A,B");
  one("--description", options.description, "in your words", "TEXT");
  one("--map", options.map, "the transform map: default, a name or a path", "MAP");
  one("--every", options.every, "run again and again, e.g. 24h or 7d", "DURATION");
  one("--time", options.time, "run each day at this time, UTC, e.g. 02:00", "TIME");
  one("--days", options.days, "only on these days of the week, e.g. mon,thu", "DAYS");
  one("--monthly", options.monthly, "only on these days of the month, e.g. 1,15", "DAYS");
  one("--start", options.start, "the first moment to run, UTC, e.g. 2026-12-01T02:00:00Z",
      "MOMENT");
  one("--end", options.end, "the last one (default: five years on)", "MOMENT");
  one("--at", options.at, "run once, at this moment, UTC", "MOMENT");
  one("--output-dir", options.output_dir, "where the runs go", "DIR");
  one("--ca-file", options.ca_file, "trust the authorities in this file instead of the system's",
      "FILE");
  one("--proxy", options.proxy, "URL of a proxy, or a reference to one", "URL");
  command.add_flag("--no-test", options.no_test, "save without running the checks")->group(group);
}

GivenConfig read_config(const ConnectionOptions& options, const std::string& connection,
                        const v1::ConnectorDescriptor& connector) {
  GivenConfig given;
  const auto put = [&](const std::string& key, const std::string& value) {
    if (!given.values.emplace(key, value).second)
      throw Failure(ExitStatus::kUsage, "'" + key + "' is given twice");
  };
  for (const std::string& text : options.set) {
    const auto [key, value] = pair_of("--set", text, "KEY=VALUE, e.g. region=deu");
    check_literal(field_of(key, connector), value);
    put(key, value);
  }
  const SecretSource source(std::filesystem::current_path());
  const auto read = [&](const char* option, const std::string& text, Reference::Kind kind,
                        const char* form) {
    const auto [key, place] = pair_of(option, text, form);
    field_of(key, connector);
    put(key, "${secret:" + connection + "/" + key + "}");
    try {
      SecretString secret = source.resolve({kind, place});
      redactor().add(secret.reveal());
      given.secrets.add(connection + "/" + key, std::move(secret));
    } catch (const Failure&) {
      throw;
    } catch (const std::runtime_error& error) {
      throw Failure(ExitStatus::kConfig, std::string(option) + " " + key + ": " + error.what());
    }
  };
  for (const std::string& text : options.secret_file)
    read("--secret-file", text, Reference::Kind::kFile, "KEY=PATH, e.g. api_key=./key");
  for (const std::string& text : options.secret_env)
    read("--secret-env", text, Reference::Kind::kEnvironment, "KEY=VAR, e.g. api_key=CX_APIKEY");
  return given;
}

Pairs schedule_of(const ConnectionOptions& options) {
  return stated({{"at", options.at},
                 {"every", options.every},
                 {"days", options.days},
                 {"monthly", options.monthly},
                 {"time", options.time},
                 {"start", options.start},
                 {"end", options.end}});
}

Pairs http_of(const ConnectionOptions& options) {
  return stated({{"ca_file", options.ca_file.empty() ? "" : absolute(options.ca_file)},
                 {"proxy", options.proxy}});
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c != ',' && c != ' ') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::map<std::string, std::vector<std::string>> scope_of(const ConnectionOptions& options) {
  std::map<std::string, std::vector<std::string>> scope;
  for (const std::string& text : options.scope) {
    const auto equal = text.find('=');
    if (equal == std::string::npos || equal == 0)
      throw Failure(ExitStatus::kUsage, "--scope takes FILTER=A,B");
    if (!scope.emplace(text.substr(0, equal), words_of(text.substr(equal + 1))).second)
      throw Failure(ExitStatus::kUsage,
                    "--scope " + plain_text(text.substr(0, equal), 80) + " is given twice");
  }
  return scope;
}

void take_options(const ConnectionOptions& options, ConnectionDraft& draft) {
  draft.description = options.description;
  if (!options.map.empty()) draft.map = map_of(options.map);
  draft.scope = scope_of(options);
  draft.http = http_of(options);
  draft.schedule = schedule_of(options);
  if (!options.output_dir.empty()) draft.output_dir = absolute(options.output_dir);
}

std::vector<YamlChange> changes_of(const ConnectionOptions& options, const GivenConfig& given) {
  std::vector<YamlChange> changes;
  const auto set = [&](std::vector<std::string> path, const std::string& yaml) {
    changes.push_back({std::move(path), yaml});
  };
  if (!options.description.empty()) set({"description"}, yaml_scalar(options.description));
  for (const auto& [key, value] : given.values) set({"config", key}, yaml_scalar(value));
  for (const auto& [key, values] : scope_of(options)) set({"scope", key}, yaml_list(values));
  if (!options.map.empty()) set({"map"}, yaml_scalar(map_of(options.map)));
  for (const auto& [key, value] : http_of(options)) set({"http", key}, yaml_scalar(value));
  for (const auto& [key, value] : schedule_of(options))
    set({"schedule", key}, schedule_yaml(key, value));
  // One kind of schedule takes the place of another.
  std::vector<std::string> gone;
  if (!options.at.empty()) gone = {"every", "days", "monthly", "time", "start", "end"};
  if (!options.every.empty()) gone = {"at", "days", "monthly", "time"};
  if (!options.time.empty()) gone = {"at", "every"};
  if (!options.days.empty()) gone = {"at", "every", "monthly"};
  if (!options.monthly.empty()) gone = {"at", "every", "days"};
  for (const std::string& key : gone) changes.push_back({{"schedule", key}, std::nullopt});
  if (!options.output_dir.empty())
    set({"output", "dir"}, yaml_scalar(absolute(options.output_dir)));
  return changes;
}

}  // namespace ingest::host

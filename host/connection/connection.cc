// connection.cc - reading a connection file; see connection.hpp.
#include "connection/connection.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "connection/errors_reader.hpp"
#include "connection/http_reader.hpp"
#include "connection/schedule_reader.hpp"
#include "connection/secret_source.hpp"
#include "connection/worker_reader.hpp"
#include "connection/yaml_value.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/suggest.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostBytes = 1U << 20U;

void read_status(const YamlValue& value, Connection& connection) {
  const std::string status = value.text();
  if (status != "active" && status != "inactive")
    value.fail("is '" + status + "'; it can be active or inactive");
  connection.active = status == "active";
}

void read_config(const YamlValue& value, Connection& connection) {
  connection.config_place = value.place();
  for (const YamlValue& entry : value.members()) {
    ConfigValue scalar{entry.text(), entry.place()};
    try {
      parse_reference(scalar.text);
    } catch (const std::invalid_argument& e) {
      entry.fail(e.what());
    }
    connection.config.emplace(entry.key(), std::move(scalar));
  }
}

void read_scope(const YamlValue& value, Connection& connection) {
  for (const YamlValue& entry : value.members()) {
    ScopeList list{entry.place(), {}};
    for (const YamlValue& choice : entry.list())
      list.values.push_back({choice.text(), choice.place()});
    connection.scope.emplace(entry.key(), std::move(list));
  }
}

void read_member(const YamlValue& value, Connection& connection) {
  const std::string& key = value.key();
  if (key == "kind") {
    if (value.text() != "connection") value.fail("must be 'connection'");
  } else if (key == "name") {
    connection.name = value.text();
    if (!is_connection_name(connection.name))
      value.fail("may hold letters, digits, '-', '_' and '.', at most 64, a letter or digit first");
  } else if (key == "plugin") {
    connection.plugin = value.text();
    connection.plugin_place = value.place();
  } else if (key == "description") {
    connection.description = value.text();
  } else if (key == "status") {
    read_status(value, connection);
  } else if (key == "config") {
    read_config(value, connection);
  } else if (key == "scope") {
    read_scope(value, connection);
  } else if (key == "map") {
    connection.map = value.text();
  } else if (key == "http") {
    connection.http = read_http(value, connection.file.parent_path());
  } else if (key == "worker") {
    connection.worker = read_worker(value);
  } else if (key == "errors") {
    connection.tolerance = read_errors(value);
  } else if (key == "schedule") {
    connection.schedule = read_schedule(value);
  } else if (key == "output") {
    for (const YamlValue& entry : value.members({"dir"})) connection.output_dir = entry.text();
  }
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".yaml") names.push_back(entry->path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

bool is_connection_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !name.empty() && name.size() <= 64 && plain(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return plain(c) || c == '-' || c == '_' || c == '.'; });
}

std::filesystem::path connections_folder(const std::filesystem::path& config_dir) {
  return config_dir / "connections";
}

std::string where(const Connection& connection, Place place) {
  std::string text = connection.file.string();
  if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  return text;
}

std::filesystem::path find_connection(std::string_view argument,
                                      const std::filesystem::path& config_dir) {
  const auto ends_with = [&](std::string_view end) {
    return argument.size() > end.size() && argument.substr(argument.size() - end.size()) == end;
  };
  std::error_code error;
  if (argument.find('/') != std::string_view::npos || ends_with(".yaml") || ends_with(".yml")) {
    const std::filesystem::path file = std::filesystem::absolute(argument);
    if (!std::filesystem::exists(file, error))
      throw Failure(ExitStatus::kConfig, "there is no connection file " + file.string(),
                    "check the path; a name without '/' and '.yaml' is looked up in " +
                        connections_folder(config_dir).string());
    return file;
  }
  if (!is_connection_name(argument))
    throw Failure(ExitStatus::kConfig,
                  "'" + std::string(argument.substr(0, 80)) + "' is no name of a connection",
                  "a name holds letters, digits, '-', '_' and '.'; a path holds '/' or ends in "
                  ".yaml");
  const std::filesystem::path folder = connections_folder(config_dir);
  const std::filesystem::path file = folder / (std::string(argument) + ".yaml");
  if (std::filesystem::exists(std::filesystem::symlink_status(file, error))) {
    check_private_folder(config_dir);
    check_private_folder(folder);
    check_private_file(file);
    return file;
  }
  const std::string close = suggestion(argument, names_in(folder));
  throw Failure(ExitStatus::kConfig,
                "no connection '" + std::string(argument) + "': there is no file " + file.string() +
                    (close.empty() ? "" : "; " + close),
                "give the path of a connection file, or set --config-dir or INGEST_CONFIG_DIR");
}

Connection read_connection(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    fail_at(file, {}, error ? "cannot be read: " + error.message() : "not a regular file");
  std::ifstream in(file, std::ios::binary);
  if (!in) fail_at(file, {}, "cannot be opened", "check the file's permissions");
  std::string text(kMostBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) fail_at(file, {}, "cannot be read to its end");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return parse_connection(text, std::filesystem::absolute(file));
}

Connection parse_connection(const std::string& yaml, const std::filesystem::path& file) {
  static const std::vector<std::string> kKeys = {
      "kind", "name", "plugin", "description", "status", "config", "scope",
      "map",  "http", "errors", "schedule",    "output", "worker"};
  Connection connection;
  connection.file = file;
  const YamlValue document = YamlValue::parse(yaml, file);
  bool kind = false;
  for (const YamlValue& value : document.members(kKeys)) {
    kind = kind || value.key() == "kind";
    read_member(value, connection);
  }
  for (const auto& [key, given] : {std::pair<const char*, bool>{"kind", kind},
                                   {"name", !connection.name.empty()},
                                   {"plugin", !connection.plugin.empty()}})
    if (!given)
      fail_at(file, {}, "'" + std::string(key) + "' is missing",
              "a connection file starts with: kind: connection, name: ..., plugin: ...");
  return connection;
}

}  // namespace ingest::host

// connection.hpp - a connection file, read and checked as far as that goes without its connector.
// Plain data; secrets are still references. The functions are thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connection/schedule.hpp"
#include "connection/tolerance.hpp"
#include "connection/worker_limits.hpp"

namespace ingest::host {

// In the file, from 1; 0: not in it.
struct Place {
  int line = 0;
  int column = 0;
};

// A scalar as written: a literal or one of ${env:VAR} ${file:PATH} ${secret:NAME/key}.
struct ConfigValue {
  std::string text;
  Place place;
};

// One of scope's lists.
struct ScopeList {
  Place place;
  std::vector<ConfigValue> values;
};

// When a failed request is repeated.
struct RetryOptions {
  unsigned max_attempts = 5;
  std::chrono::milliseconds initial_backoff{500};
  std::chrono::milliseconds max_backoff{30000};
  std::chrono::milliseconds max_elapsed{300000};
  std::chrono::milliseconds max_retry_after{120000};
};

// What an answer that has begun may not fall below.
struct StallOptions {
  unsigned bytes_per_second = 1;  // 0: anything goes
  std::chrono::seconds after{30};
};

struct HttpOptions {
  std::filesystem::path ca_file;  // absolute; empty: the system's
  ConfigValue proxy;              // may be a reference, as it may hold a password
  std::string no_proxy;
  // For mutual TLS, absolute: both or neither, and they may be one file.
  std::filesystem::path client_cert;
  std::filesystem::path client_key;
  ConfigValue client_key_password;  // a reference, or empty
  std::chrono::milliseconds timeout{60000};
  std::chrono::milliseconds connect_timeout{10000};
  unsigned max_concurrency = 6;
  double requests_per_second = 0;  // 0: no limit
  RetryOptions retry;
  StallOptions stall;
};

struct Connection {
  std::filesystem::path file;  // absolute
  std::string name;
  std::string plugin;
  Place plugin_place;
  std::string description;
  bool active = true;
  Place config_place;
  std::map<std::string, ConfigValue> config;
  std::map<std::string, ScopeList> scope;  // only what the file states
  std::string map = "default";
  HttpOptions http;
  WorkerLimits worker;
  Tolerance tolerance;
  std::optional<Schedule> schedule;
  std::filesystem::path output_dir;  // as written; empty: not stated
};

// "acme.yaml:12:5", for errors.
std::string where(const Connection& connection, Place place);

// Letters, digits, '-', '_' and '.', at most 64, a letter or digit first: it becomes a folder's and
// a file's name.
bool is_connection_name(std::string_view name);

// Where the connections lie that are called by their names.
std::filesystem::path connections_folder(const std::filesystem::path& config_dir);

// argument is a path (it holds '/' or ends in .yaml or .yml) or the name of
// config_dir/connections/NAME.yaml, which must be private (storage/private_folder.hpp). Throws
// Failure (kConfig) that says where it looked.
std::filesystem::path find_connection(std::string_view argument,
                                      const std::filesystem::path& config_dir);

// Throws Failure (kConfig) with file:line:column.
Connection read_connection(const std::filesystem::path& file);
Connection parse_connection(const std::string& yaml, const std::filesystem::path& file);

}  // namespace ingest::host

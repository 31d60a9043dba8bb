// connection_options.hpp - what "connections add" and "connections edit" are told about a
// connection on the command line, and what that amounts to. One thread.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "connection_files/connection_draft.hpp"
#include "connection_files/new_secrets.hpp"
#include "connection_files/yaml_edit.hpp"

namespace CLI {
class App;
}

namespace ingest::host {

struct ConnectionOptions {
  std::vector<std::string> set;          // key=value
  std::vector<std::string> secret_file;  // key=PATH
  std::vector<std::string> secret_env;   // key=VAR
  std::vector<std::string> scope;        // filter=a,b
  std::string description;
  std::string map;
  std::string at;
  std::string every;
  std::string days;
  std::string monthly;
  std::string time;
  std::string start;
  std::string end;
  std::string output_dir;
  std::string ca_file;
  std::string proxy;
  bool no_test = false;
};

void add_connection_options(CLI::App& command, ConnectionOptions& options);

// The keys of config that were given: literals and references. Secrets that were read from files
// and variables are references into the store, under connection's name, and lie in secrets.
struct GivenConfig {
  std::map<std::string, std::string> values;
  NewSecrets secrets;
};

// Throws a Failure (kUsage) for unknown keys, wrong values and literal secrets, which it does not
// repeat; kConfig for a file or variable that holds no secret.
GivenConfig read_config(const ConnectionOptions& options, const std::string& connection,
                        const v1::ConnectorDescriptor& connector);

// In the order of the file; paths are absolute. Throws a Failure (kUsage).
std::vector<std::pair<std::string, std::string>> schedule_of(const ConnectionOptions& options);
std::vector<std::pair<std::string, std::string>> http_of(const ConnectionOptions& options);
std::map<std::string, std::vector<std::string>> scope_of(const ConnectionOptions& options);

// Everything but config into draft.
void take_options(const ConnectionOptions& options, ConnectionDraft& draft);

// The same as changes of a file, config's values included.
std::vector<YamlChange> changes_of(const ConnectionOptions& options, const GivenConfig& given);

// "a, b,c" as a, b and c.
std::vector<std::string> words_of(const std::string& text);

}  // namespace ingest::host

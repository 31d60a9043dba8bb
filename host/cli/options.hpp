// options.hpp - the flags that every command takes, and what they, the environment and the defaults
// decide together. One thread.
#pragma once

#include <string>
#include <vector>

#include "run/open_connection.hpp"

namespace CLI {
class App;
}

namespace ingest::host {

struct CommonOptions {
  std::vector<std::string> plugin_dirs;
  std::string config_dir;
  std::string state_dir;
  std::string log_level;
  std::string log_format = "text";
  bool quiet = false;
  int verbose = 0;
};

void add_common_options(CLI::App& app, CommonOptions& options);

// --format table|json, of everything that lists.
void add_format(CLI::App& command, std::string& format);

// Flag beats environment beats default. Throws Failure.
Surroundings surroundings_of(const CommonOptions& options);

// Sets the process's log up.
void start_log(const CommonOptions& options);

}  // namespace ingest::host

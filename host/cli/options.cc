// options.cc - see options.hpp.
#include "cli/options.hpp"

#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/streams.hpp"
#include "loader/plugin_folders.hpp"
#include "worker/worker_start.hpp"

namespace ingest::host {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// The XDG base directory specification: a relative path in the variable is to be ignored.
std::filesystem::path xdg(const char* variable, const char* below_home) {
  const std::filesystem::path stated = environment(variable);
  if (stated.is_absolute()) return stated / "ingest";
  std::string home = environment("HOME");
  if (const passwd* account = home.empty() ? ::getpwuid(::getuid()) : nullptr; account != nullptr)
    home = account->pw_dir;
  if (home.empty())
    throw Failure(ExitStatus::kUsage,
                  std::string("neither ") + variable +
                      " nor HOME is set, so there is no folder for the configuration and the "
                      "state",
                  "name them with --config-dir and --state-dir");
  return std::filesystem::path(home) / below_home / "ingest";
}

std::filesystem::path folder(const std::string& flag, const char* variable,
                             const char* xdg_variable, const char* below_home) {
  if (!flag.empty()) return std::filesystem::absolute(flag);
  const std::string stated = environment(variable);
  if (!stated.empty()) return std::filesystem::absolute(stated);
  return xdg(xdg_variable, below_home);
}

}  // namespace

void add_common_options(CLI::App& app, CommonOptions& options) {
  const std::string group = "Common options";
  app.add_option("--plugin-dir", options.plugin_dirs,
                 "look for connectors in DIR first (repeatable; also INGEST_PLUGIN_PATH)")
      ->type_name("DIR")
      ->group(group)
      ->allow_extra_args(false);
  app.add_option("--config-dir", options.config_dir,
                 "connections and maps (also INGEST_CONFIG_DIR; default ~/.config/ingest)")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--state-dir", options.state_dir,
                 "what ingest remembers (also INGEST_STATE_DIR; default ~/.local/state/ingest)")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--log-level", options.log_level, "least level that is logged (default: warn)")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
      ->type_name("LEVEL")
      ->group(group);
  app.add_option("--log-format", options.log_format, "text or json, on stderr")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->group(group);
  app.add_flag("-q,--quiet", options.quiet, "only errors on stderr")->group(group);
  app.add_flag("-v,--verbose", options.verbose, "log more (-vv: everything)")->group(group);
}

void add_format(CLI::App& command, std::string& format) {
  command.add_option("--format", format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT");
}

Surroundings surroundings_of(const CommonOptions& options) {
  Surroundings all;
  all.program = this_executable();
  all.config_dir = folder(options.config_dir, "INGEST_CONFIG_DIR", "XDG_CONFIG_HOME", ".config");
  all.state_dir = folder(options.state_dir, "INGEST_STATE_DIR", "XDG_STATE_HOME", ".local/state");
  all.plugin_folders =
      plugin_folders(options.plugin_dirs, environment("INGEST_PLUGIN_PATH"), all.program);
  if (Worker* worker = this_worker(); worker != nullptr) {
    all.connector = std::shared_ptr<const VettedFile>(std::shared_ptr<void>(), &worker->connector);
    all.handed_over = std::move(worker->secrets);
  }
  return all;
}

void start_log(const CommonOptions& options) {
  static const std::map<std::string, LogLevel> kLevels = {{"debug", LogLevel::kDebug},
                                                          {"info", LogLevel::kInfo},
                                                          {"warn", LogLevel::kWarn},
                                                          {"error", LogLevel::kError},
                                                          {"off", LogLevel::kOff}};
  LogOptions log;
  log.level = LogLevel::kWarn;
  if (options.verbose == 1) log.level = LogLevel::kInfo;
  if (options.verbose >= 2) log.level = LogLevel::kDebug;
  if (options.quiet) log.level = LogLevel::kError;
  if (!options.log_level.empty()) log.level = kLevels.at(options.log_level);
  log.format = options.log_format == "json" ? LogFormat::kJson : LogFormat::kText;
  log.color = may_color(error_descriptor());
  set_up_log(log);
}

}  // namespace ingest::host

// plugins_new.cc - "ingest plugins new": a connector project that builds, runs and is tested.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/plugins_command.hpp"
#include "cli/run_execution.hpp"
#include "loader/plugin_folders.hpp"
#include "scaffold/new_project.hpp"

namespace ingest::host {
namespace {

struct NewOptions {
  std::string name;
  std::string language;
  std::string out = ".";
};

const Language& language_called(const std::string& name) {
  for (const Language& language : languages())
    if (language.name == name) return language;
  throw std::logic_error("a language that the command line let pass");
}

void make_project(const NewOptions& options, const CommonOptions& common) {
  const ConnectorName name = connector_name(options.name);
  const Language& language = language_called(options.language);
  const auto files = project_files(kit_folder(this_executable()), language, name);
  const std::filesystem::path folder =
      write_project(std::filesystem::path(options.out), name.id, files).lexically_normal();
  for (const ProjectFile& file : files) print((folder / file.path).string() + "\n");
  if (common.quiet) return;
  std::string next = "\nA connector in " + std::string(language.title) +
                     " that reads a made-up service. It works as it stands:\n  cd " +
                     folder.string() + "\n";
  const std::string commands = filled_in(language.next, name);
  for (std::size_t at = 0; at < commands.size();) {
    const std::size_t end = commands.find('\n', at);
    next += "  " + commands.substr(at, end - at) + "\n";
    at = end + 1;
  }
  write_stderr(next + "README.md there says what to change for your service.\n");
}

}  // namespace

void add_plugins_new(CLI::App& plugins, const CommonOptions& common) {
  std::vector<std::string> names;
  for (const Language& language : languages()) names.emplace_back(language.name);
  CLI::App* command = plugins.add_subcommand(
      "new",
      "a connector project of your own: sources, build file, test, README\n\n"
      "  ingest plugins new acme-advisories --lang cpp");
  auto options = std::make_shared<NewOptions>();
  command->add_option("NAME", options->name, "the connector's id; a folder of that name is made")
      ->required();
  command->add_option("--lang", options->language, "what it is written in: cpp, c or rust")
      ->required()
      ->check(CLI::IsMember(names))
      ->type_name("LANG");
  command->add_option("--out", options->out, "where the folder is made (default: here)")
      ->type_name("DIR");
  command->callback([options, &common] { make_project(*options, common); });
}

}  // namespace ingest::host

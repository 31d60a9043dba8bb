// project_files.hpp - the files of a new connector project: those of the language's template with
// the connector's name in them, and the SDK's sources that the language needs beside them.
//
// The templates lie in share/ingest of the build or the installation that the program belongs to,
// and are trusted as much as the program is; their sizes and number are bounded all the same.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scaffold/connector_name.hpp"

namespace ingest::host {

struct Language {
  std::string_view name;     // "cpp": as on the command line, and the template's folder
  std::string_view title;    // "C++"
  std::string_view sources;  // folder of share/ingest that goes along; empty: none
  std::string_view place;    // where those go in the project
  // What to do in the project's folder, one command a line, with the template's marks.
  std::string_view next;
};

const std::vector<Language>& languages();

struct ProjectFile {
  std::filesystem::path path;  // relative to the project
  std::string text;
};

// share/ingest beside the program at this path.
std::filesystem::path kit_folder(const std::filesystem::path& program);

// Sorted by path. Throws Failure (kConfig) when the template is not there, or FileFailure.
std::vector<ProjectFile> project_files(const std::filesystem::path& kit, const Language& language,
                                       const ConnectorName& name);

// With @NAME@, @SNAKE@ and @TITLE@ replaced; every other '@' stays.
std::string filled_in(std::string_view text, const ConnectorName& name);

}  // namespace ingest::host

// new_project.hpp - puts a new project's files on disk: all of them under their name, or none.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scaffold/project_files.hpp"

namespace ingest::host {

// Writes parent/name and returns it. Nothing that exists is touched: Failure (kConfig) when the
// parent is no folder or the name is taken, also by another process in the meantime. What could not
// be finished is removed.
std::filesystem::path write_project(const std::filesystem::path& parent, const std::string& name,
                                    const std::vector<ProjectFile>& files);

}  // namespace ingest::host

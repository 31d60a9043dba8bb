// map_clone.hpp - a map of the user's own, made from another one. Thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "maps/map_catalogue.hpp"

namespace ingest::host {

// Whether a map of the user's may be called that: 1 to 64 letters, digits, '-', '_' and '.', the
// first a letter or digit, and not what would be taken for a path. Throws Failure (kUsage).
void check_map_name(std::string_view name);

// The text of from, comments and all, under another name and title, as version 1. Throws Failure
// (kConfig) when from is not a map that works, or its head is written in a way that can't be
// edited.
std::string cloned_text(const MapFile& from, const std::string& name, const std::string& title);

// Writes config_dir/maps/NAME.yaml, whole or not at all, and returns its path. title may be empty:
// then it says what the clone is of. Throws Failure: kUsage, see check_map_name; kConfig when the
// name is taken, or see cloned_text.
std::filesystem::path clone_map(const MapCatalogue& catalogue, const MapFile& from,
                                const std::string& name, const std::string& title,
                                const std::filesystem::path& config_dir);

}  // namespace ingest::host

// reference_users.hpp - which connections refer to what. Thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "connection/secret_source.hpp"

namespace ingest::host {

// What is referred to (VAR, PATH or NAME/key), and the names of the connection files of
// config_dir/connections that do so. Of files that are not valid too, as far as it can be seen;
// files that can't be read are left out.
std::map<std::string, std::set<std::string>> reference_users(
    const std::filesystem::path& config_dir, Reference::Kind kind);

}  // namespace ingest::host

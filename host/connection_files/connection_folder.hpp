// connection_folder.hpp - CONFIG/connections: which connections there are, and their files' text.
// Thread-safe.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "connection/connection.hpp"

namespace ingest::host {

struct ConnectionFile {
  std::string name;  // the file's
  std::filesystem::path path;
  std::optional<Connection> connection;  // none: it can't be used
  std::string fault;                     // and this is why
};

// All of them, broken ones too, by name. Throws a Failure (kConfig) when the folder itself is not
// to be used; one that does not exist holds none.
std::vector<ConnectionFile> list_connection_files(const std::filesystem::path& config_dir);

// CONFIG/connections/NAME.yaml, which need not exist. Throws a Failure (kUsage) for what is no
// name.
std::filesystem::path connection_file(const std::filesystem::path& config_dir,
                                      const std::string& name);

// Likewise, and it exists: a Failure (kConfig) with the nearest name when not.
std::filesystem::path existing_connection_file(const std::filesystem::path& config_dir,
                                               const std::string& name);

// Whether anything is in the file's place, a dangling link included.
bool is_taken(const std::filesystem::path& file);

std::string connection_text_of(const std::filesystem::path& file);

// The connection that text is, which must bear the name. Throws a Failure (kConfig).
Connection parse_named(const std::string& text, const std::filesystem::path& file,
                       const std::string& name);

}  // namespace ingest::host

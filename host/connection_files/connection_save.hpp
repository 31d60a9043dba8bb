// connection_save.hpp - a connection's file and secrets brought to disk: secrets first, then the
// file that refers to them, so that a file never leads nowhere. Under the lock of the folder.
// Thread-safe.
#pragma once

#include <filesystem>
#include <string>

#include "connection_files/new_secrets.hpp"

namespace ingest::host {

// A new file; a Failure (kConfig) when the name is taken. When the file can't be written, the
// secrets are taken back.
void save_new_connection(const std::filesystem::path& file, const std::string& text,
                         const NewSecrets& secrets, SecretStore& store);

// In place of text before, which must be what still lies there: else somebody else changed the file
// meanwhile, a Failure (kLocked).
void save_changed_connection(const std::filesystem::path& file, const std::string& before,
                             const std::string& text, const NewSecrets& secrets,
                             SecretStore& store);

// When the name is taken: a Failure (kConfig) that says so.
void expect_free(const std::filesystem::path& file);

}  // namespace ingest::host

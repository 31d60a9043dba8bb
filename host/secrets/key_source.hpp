// key_source.hpp - where the master key of the secret store lies. The first of these that is there:
//
//   1. the file that INGEST_MASTER_KEY_FILE names: it must exist then
//   2. ingest-master-key among the systemd credentials, $CREDENTIALS_DIRECTORY/ingest-master-key
//   3. STATE/secrets/master.key, made at the first use
//
// A key file holds 64 hexadecimal digits ("openssl rand -hex 32") and is refused when others than
// its owner may get at it. Thread-safe, apart from changes to the environment.
#pragma once

#include <filesystem>

#include "secrets/master_key.hpp"

namespace ingest::host {

// What the environment says.
struct KeyPlaces {
  std::filesystem::path key_file;            // INGEST_MASTER_KEY_FILE; empty: not set
  std::filesystem::path credentials_folder;  // CREDENTIALS_DIRECTORY; empty: not set
};
KeyPlaces key_places();

struct KeySource {
  enum class Kind { kNamedFile, kCredential, kOwn };
  Kind kind = Kind::kOwn;
  std::filesystem::path file;
};

// folder is STATE/secrets.
KeySource key_source(const KeyPlaces& places, const std::filesystem::path& folder);

// Throws Failure (kConfig) that names the source.
MasterKey read_key(const KeySource& source);

// Makes the file; it must not exist. On disk at return.
void write_key(const MasterKey& key, const std::filesystem::path& file);

}  // namespace ingest::host

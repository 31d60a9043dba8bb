// secret_store.hpp - the encrypted store behind ${secret:NAME/key}: STATE/secrets/store, each
// secret under XChaCha20-Poly1305 with its name, time and the format's version bound in, all of
// them under one seal. The master key comes from where secrets/key_source.hpp says.
//
// Every call reads what is on disk, so that processes see each other's changes; changes are made
// under the lock of the folder, each one whole or not at all. Throws Failure (kConfig) for a wrong
// or missing key, a damaged store, files that others can get at; kLocked when the lock is held on
// and on. No message holds a secret. Thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/secret_string.hpp"
#include "secrets/key_source.hpp"
#include "secrets/secret_name.hpp"

namespace ingest::host {

struct OpenStore;

struct StoredSecret {
  std::string name;
  std::chrono::sys_seconds set_at;
};

class SecretStore {
 public:
  // Touches nothing: the folder, the key and the store are made by the first set.
  explicit SecretStore(const std::filesystem::path& state_dir, KeyPlaces places = key_places());

  // A Failure (kConfig) with the nearest name when there is none.
  SecretString get(std::string_view name) const;
  bool has(std::string_view name) const;
  // Sorted by name. Empty when there is no store.
  std::vector<StoredSecret> list() const;

  // Takes the place of what has the name. UTF-8 without zero bytes, not empty, at most
  // kMostSecretBytes.
  void set(std::string_view name, const SecretString& value);
  bool remove(std::string_view name);  // false when there is none

  // Of a whole connection, "FROM/..." in one step each; they return how many secrets it were.
  // Renaming and copying refuse a connection TO that has secrets already. To rename a connection
  // without a moment in which its file leads nowhere: copy, write the new file, remove the old
  // file, remove the old secrets.
  std::size_t rename_prefix(std::string_view from, std::string_view to);
  std::size_t copy_prefix(std::string_view from, std::string_view to);
  std::size_t remove_prefix(std::string_view connection);

  // Encrypts everything anew. Without a file, with a new key of the store's own, which must be what
  // is in use. With one, with the key that it holds, which is made when there is no such file; from
  // then on that key is to be named to ingest, and a key of the store's own that was in use is
  // removed. Old key and old store stay until the new ones are on disk; a kill leaves a pair that
  // can be read.
  struct Rekeyed {
    std::size_t secrets = 0;
    std::filesystem::path key;  // where the new key lies
    bool made = false;          // the key is new, not one that was there
  };
  Rekeyed rekey(const std::optional<std::filesystem::path>& new_key_file);

  const std::filesystem::path& file() const noexcept { return file_; }

 private:
  KeySource key() const { return key_source(places_, folder_); }
  OpenStore read_with(const KeySource& key) const;
  OpenStore read() const;
  OpenStore read_to_change(bool make);
  void write(const OpenStore& open) const;

  std::filesystem::path state_dir_;
  std::filesystem::path folder_;
  std::filesystem::path file_;
  KeyPlaces places_;
};

}  // namespace ingest::host

// open_store.hpp - what the secret store holds, as one call has read it. One thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "secrets/master_key.hpp"
#include "secrets/sealed_secret.hpp"

namespace ingest::host {

struct OpenStore {
  explicit OpenStore(std::filesystem::path name) : file(std::move(name)) {}

  std::filesystem::path file;           // for the messages
  std::optional<MasterKey> key;         // none: there is no store yet
  std::vector<SealedSecret> secrets{};  // by name

  using Place = std::vector<SealedSecret>::iterator;
  Place at(std::string_view name);    // where it is, or belongs
  Place find(std::string_view name);  // or the end
  SecretString value_of(const SealedSecret& secret) const;

  bool has_connection(std::string_view connection) const;
  // Each returns how many. A connection TO that has secrets is refused: a Failure (kConfig).
  std::size_t copy_connection(std::string_view from, std::string_view to);
  std::size_t erase_connection(std::string_view connection);
};

}  // namespace ingest::host

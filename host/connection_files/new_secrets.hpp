// new_secrets.hpp - secrets that were given but are not in the store yet, so that a connection can
// be tested with them before anything is saved. One thread at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/secret_string.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {

class NewSecrets {
 public:
  void add(const std::string& name, SecretString value) {
    secrets_.insert_or_assign(name, std::move(value));
  }
  bool empty() const noexcept { return secrets_.empty(); }
  void clear() noexcept { secrets_.clear(); }

  // These first, then what the store holds. For SecretSource; this object and store outlive it.
  std::function<SecretString(std::string_view)> over(const SecretStore& store) const {
    return [this, &store](std::string_view name) {
      const auto found = secrets_.find(std::string(name));
      if (found == secrets_.end()) return store.get(name);
      return SecretString(std::string(found->second.reveal()));
    };
  }

  const std::map<std::string, SecretString>& all() const noexcept { return secrets_; }

 private:
  std::map<std::string, SecretString> secrets_;  // by "NAME/key"
};

}  // namespace ingest::host

// store_folder.hpp - a state directory for tests of the secret store.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "connection/failing.hpp"
#include "output/temporary_folder.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {

class StoreFolder : public ::testing::Test {
 protected:
  std::filesystem::path state() const { return folder_.path() / "state"; }
  std::filesystem::path file() const { return state() / "secrets/store"; }
  std::filesystem::path key() const { return state() / "secrets/master.key"; }
  std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }

  SecretStore store(const KeyPlaces& places = {}) const { return SecretStore(state(), places); }
  void set(const std::string& name, const std::string& value) const {
    store().set(name, SecretString(std::string(value)));
  }
  static std::string get(const SecretStore& store, const std::string& name) {
    return std::string(store.get(name).reveal());
  }
  std::string get(const std::string& name) const { return get(store(), name); }

 private:
  TemporaryFolder folder_;
};

}  // namespace ingest::host

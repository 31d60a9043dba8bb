// open_connection.hpp - a connection ready to be tested or run: its file read and checked, its
// connector loaded and created, its HTTP client up. Owned by one thread; what it hands out follows
// the rules of its type.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connection/connection.hpp"
#include "connection/credential_expiry.hpp"
#include "connection/secret_source.hpp"
#include "http/http_engine.hpp"
#include "loader/connector_instance.hpp"
#include "loader/plugin_folders.hpp"
#include "run/map_choice.hpp"
#include "secrets/secret_handover.hpp"

namespace ingest::host {

struct ConnectorSearch;  // vetting/catalog.hpp

// Where things lie, as flags, environment and defaults decide.
struct Surroundings {
  std::filesystem::path program;     // this executable
  std::filesystem::path config_dir;  // absolute
  std::filesystem::path state_dir;   // absolute
  std::vector<PluginFolder> plugin_folders;
  // By the process that started this one: then ${secret:} is taken from here, and no store is
  // opened. Null: nobody did.
  std::shared_ptr<const HandedSecrets> handed_over;
  // Likewise: the connector's file, found, vetted and probed. Null: it is looked for.
  std::shared_ptr<const VettedFile> connector;
};

// How connectors are looked for there.
ConnectorSearch connector_search(const Surroundings& surroundings);

// What the connection is opened for. Checks ask for quick answers: a host that is down is seen
// within seconds, without the patience of a run. A replay asks nobody: it has no HTTP client, and
// needs no credentials. A trial wants a few pages of many, and asks for few at a time.
enum class Purpose { kRun, kTest, kReplay, kTrial };

class OpenConnection {
 public:
  // argument is CONNECTION of the command line. Resolves the secrets, tells the redactor of them,
  // unless it is for a replay. map stands in for the connection's, as it is written on the command
  // line: see choose_map, but a path is relative to the working directory.
  // Throws Failure; nothing is asked of the network.
  OpenConnection(const std::string& argument, const Surroundings& surroundings,
                 Purpose purpose = Purpose::kRun,
                 const std::optional<std::string>& map = std::nullopt);
  // Of one that need not lie in a file yet, with the secrets that store holds.
  OpenConnection(Connection connection, SecretSource::Store store, const Surroundings& surroundings,
                 Purpose purpose, const std::optional<std::string>& map = std::nullopt);
  OpenConnection(const OpenConnection&) = delete;
  OpenConnection& operator=(const OpenConnection&) = delete;

  const Connection& connection() const noexcept { return connection_; }
  ConnectorLibrary& library() noexcept { return library_; }
  const v1::ConnectorDescriptor& details() const noexcept { return library_.details(); }
  ConnectorInstance& instance() noexcept { return *instance_; }
  HttpEngine& http() noexcept { return *http_; }  // not of a replay
  const MapChoice& map() const noexcept { return map_; }
  // Of the secrets that say so; never of a replay.
  const std::vector<CredentialExpiry>& expiries() const noexcept { return expiries_; }
  // Of configuration and scope, secrets left out. Empty for a replay.
  const std::string& settings_sha256() const noexcept { return settings_sha256_; }

 private:
  Connection connection_;
  ConnectorLibrary& library_;
  MapChoice map_;
  std::string settings_sha256_;
  std::vector<CredentialExpiry> expiries_;
  std::unique_ptr<HttpEngine> http_;  // outlives the instance
  std::unique_ptr<ConnectorInstance> instance_;
};

}  // namespace ingest::host

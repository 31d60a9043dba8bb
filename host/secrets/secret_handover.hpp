// secret_handover.hpp - how a child process gets the secrets of its connection, and no others: over
// a pipe, never in its arguments or its environment. The child needs no master key.
//
// The pipe holds records that end in a zero byte, and was filled before the child starts: nothing
// waits for anybody. Thread-safe, apart from changes to the environment.
//
//   "env VAR=value"  "secret NAME/key=value"  "fault NAME/key=why it can't be had"  ...  "end"
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "connection/connection.hpp"
#include "connection/secret_source.hpp"
#include "diagnostics/secret_string.hpp"
#include "output/file.hpp"
#include "secrets/secret_store.hpp"

namespace ingest::host {

// The parent's half: the end to read from, which closes itself when another program is executed.
// The child gets it as some descriptor N ("--secrets-fd N"); the parent closes its own. It holds
// what the connection's ${env:} and ${secret:} stand for. A variable that is not set is left out;
// for a secret that can't be had the child is told why, and fails with that. Throws a Failure
// (kConfig) when it is more than a pipe takes.
File hand_over_secrets(const Connection& connection, const SecretStore& store);

// Every VAR that is written as ${env:VAR} in a file of config_dir/connections, whether the file is
// valid or not.
std::set<std::string> referenced_variables(const std::filesystem::path& config_dir);

// For a child: this process's environment as "VAR=value", without these, and without what leads to
// the master key.
std::vector<std::string> child_environment(const std::set<std::string>& without);

// What is handed over: the child's half, and what the parent's is made from. Movable.
class HandedSecrets {
 public:
  // What the connection's ${env:} and ${secret:} stand for, see hand_over_secrets. store looks
  // names of the encrypted store up.
  static HandedSecrets gather(const Connection& connection, const SecretSource::Store& store);

  // For a child of this process, see hand_over_secrets.
  File hand_on() const;
  // Each value, for whoever keeps them out of what is shown.
  void reveal_to(const std::function<void(std::string_view)>& take) const;

  // Reads all of it and closes the descriptor. Throws Failure: kUsage when there is no such
  // descriptor, kInternal when what comes is cut short, too much, too late, or nothing like it.
  static HandedSecrets read(int descriptor);

  std::optional<SecretString> variable(std::string_view name) const;
  // Throws a Failure (kConfig) when it was not handed over, or could not be had.
  SecretString stored(std::string_view name) const;

 private:
  void take(std::string_view record);

  using Values = std::map<std::string, SecretString, std::less<>>;
  Values variables_;
  Values stored_;
  std::map<std::string, std::string, std::less<>> faults_;
};

}  // namespace ingest::host

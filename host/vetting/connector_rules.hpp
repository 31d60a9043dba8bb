// connector_rules.hpp - what an operator decides about connectors in CONFIG_DIR/connectors.yaml:
// which may be loaded at all, which libraries they may bring along. Plain data once read.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "loader/file_rules.hpp"
#include "vetting/minisign.hpp"

namespace ingest::host {

struct ConnectorRules {
  std::filesystem::path file;  // where they stand, or would stand
  // Only files whose digest is allowed, or that carry a signature by one of the keys.
  bool listed_only = false;
  std::set<std::string> allowed_sha256;  // lower-case hexadecimal
  std::vector<MinisignKey> public_keys;
  FileRules files;
};

// The defaults when there is no such file. Throws Failure (kConfig) with file:line:column for what
// is wrong in it, and when others than its owner could change rules that decide what is loaded.
ConnectorRules read_connector_rules(const std::filesystem::path& config_dir);

}  // namespace ingest::host

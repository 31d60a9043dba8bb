// file_rules.hpp - what an operator decides about the files that may be connectors. Plain data.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "loader/file_ownership.hpp"

namespace ingest::host {

struct FileRules {
  std::vector<uid_t> owners = trusted_owners();
  std::vector<std::string> libraries;  // that they may need beside the usual ones
};

}  // namespace ingest::host

// file_rules.hpp - what an operator decides about the files that may be connectors. Plain data.
#pragma once

#include <string>
#include <vector>

#include "loader/file_ownership.hpp"

namespace ingest::host {

struct FileRules {
  TrustedOwners owners = TrustedOwners::of_this_process();
  std::vector<std::string> libraries;  // that they may need beside the usual ones
};

}  // namespace ingest::host

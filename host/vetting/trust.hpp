// trust.hpp - who vouches for a connector's file, by the operator's rules, before any of it runs.
// Plain data; the functions are thread-safe.
#pragma once

#include <string>

#include "loader/opened_file.hpp"
#include "vetting/connector_rules.hpp"

namespace ingest::host {

struct Trust {
  enum class By { kNobody, kAnybody, kDigest, kSignature };
  By by = By::kNobody;
  std::string key_id;   // of a signature
  std::string comment;  // that was signed with it; fit to show
};

// "any", "listed", "signed by 72395B16C11DA6C9", or "-": for people.
std::string trust_text(const Trust& trust);

// Throws ConnectorFault when the rules want somebody to vouch for it and nobody does. sha256 is of
// what the file's descriptor holds.
Trust establish_trust(const OpenedFile& file, const std::string& sha256,
                      const ConnectorRules& rules);

}  // namespace ingest::host

// connector_name.hpp - what a new connector is called, in each spelling that its project needs.
// Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace ingest::host {

struct ConnectorName {
  std::string id;     // "acme-advisories": the connector's id, the project's folder, its .so
  std::string snake;  // "acme_advisories", for languages without '-' in names
  std::string title;  // "Acme Advisories", for people
};

// name is a-z, 0-9 and single '-' between them, starts with a letter, has 64 characters at most,
// and is no word that a build tool or language keeps for itself. Throws Failure (kUsage) otherwise.
ConnectorName connector_name(std::string_view name);

}  // namespace ingest::host

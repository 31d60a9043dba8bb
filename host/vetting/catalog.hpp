// catalog.hpp - all connectors that the folders hold, and which file an id stands for.
//
// Folders are searched in order and the first that offers an id wins. Within a folder the file
// named ID.so wins, then the first by name. Thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "loader/connector_library.hpp"
#include "loader/plugin_folders.hpp"
#include "vetting/inspection.hpp"

namespace ingest::host {

// Where connectors are looked for, and by which rules.
struct ConnectorSearch {
  std::filesystem::path program;      // this executable
  std::vector<PluginFolder> folders;  // in their order
  std::filesystem::path config_dir;   // of connectors.yaml
  std::filesystem::path state_dir;    // of the verdicts that are remembered
  ProbeLimits limits;
};

struct CatalogEntry : Inspection {
  std::string origin;               // of its folder
  std::filesystem::path hidden_by;  // the file that wins for this id; empty when this one does
};

// Every file of every folder.
std::vector<CatalogEntry> list_connectors(const ConnectorSearch& search);

// What is remembered of the files that a person means is forgotten, and each is looked at again.
// name: an id, one of a broken file that is named after it, or a path. Throws Failure (kConfig)
// when nothing bears the name.
std::vector<CatalogEntry> retry_connectors(const std::string& name, const ConnectorSearch& search);

// The file that an id stands for, vetted and probed, and what the probe found in it. Nothing of it
// has run in this process.
struct FoundConnector {
  VettedFile file;
  Probe probe;  // ok
};

// Throws Failure: kConfig when no folder offers the id (with the nearest one), kConnector when the
// only file named after it is broken.
FoundConnector find_connector(std::string_view id, const ConnectorSearch& search);

// The same, then loaded into this process.
ConnectorLibrary& load_connector(std::string_view id, const ConnectorSearch& search);

}  // namespace ingest::host

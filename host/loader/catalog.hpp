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
#include "loader/probe.hpp"

namespace ingest::host {

struct CatalogEntry {
  Probe probe;
  std::string origin;               // of its folder
  std::filesystem::path hidden_by;  // the file that wins for this id; empty when this one does
};

// Every file of every folder.
std::vector<CatalogEntry> list_connectors(const std::filesystem::path& program,
                                          const std::vector<PluginFolder>& folders,
                                          const ProbeLimits& limits = {});

// Probed, then loaded into this process. Throws Failure: kConfig when no folder offers the id (with
// the nearest one), kConnector when the only file named after it is broken.
ConnectorLibrary& load_connector(std::string_view id, const std::filesystem::path& program,
                                 const std::vector<PluginFolder>& folders,
                                 const ProbeLimits& limits = {});

}  // namespace ingest::host

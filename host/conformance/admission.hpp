// admission.hpp - whether a file may be run for a check, before any of it runs. docs/vetting.md
// says what is asked of connectors; what is asked here is less where an author checks his own
// build.
#pragma once

#include <filesystem>
#include <string>

#include "loader/opened_file.hpp"

namespace ingest::host::conformance {

enum class NamedBy {
  kPath,  // a person means this very file
  kId,    // it was found in the connector folders
};

struct Admission {
  OpenedFile file;      // what is to be checked, whatever its name leads to later
  bool strict = false;  // the operator wants somebody to vouch for it, and somebody does
  std::string warning;  // who else could have changed the file; empty: nobody
  std::string hint;     // what to do about that
};

// In strict mode: all that is asked of a connector without running it. Otherwise whose the file is,
// which refuses what was found in the folders, and only warns of what was named; its headers are
// left to the cases. Throws ConnectorFault, and Failure (kConfig) when there is no such file or the
// rules are wrong.
Admission admit(const std::filesystem::path& file, NamedBy named,
                const std::filesystem::path& config_dir);

}  // namespace ingest::host::conformance

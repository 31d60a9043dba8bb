// inspection.hpp - everything that is asked of a file before it may be a connector, in this order:
// whose it is, its headers, its digest, who vouches for it, a probe in a child process or what one
// found out before. One thread at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "loader/probe.hpp"
#include "loader/vetted_file.hpp"
#include "vetting/connector_rules.hpp"
#include "vetting/trust.hpp"
#include "vetting/verdict_memory.hpp"

namespace ingest::host {

struct Inspection {
  Probe probe;                       // probe.file: as it was named
  bool remembered = false;           // nothing was run for it this time
  Trust trust;                       // kNobody when it was not asked for
  std::vector<unsigned> abi_majors;  // that it exports
  unsigned abi_major = 0;            // that this host chose; 0: none
  std::optional<VettedFile> file;    // kFull and ok
};

enum class Scrutiny {
  kGlance,  // a file that did not change since is taken for what it was: for lists
  kFull,    // all of it is read, and its digest compared: for what will be loaded
};

class Inspector {
 public:
  // Reads the rules and what is remembered. Throws Failure (kConfig) when the rules are wrong.
  Inspector(const std::filesystem::path& program, const std::filesystem::path& config_dir,
            const std::filesystem::path& state_dir, const ProbeLimits& limits);

  // In the files' order. What was found out is remembered.
  std::vector<Inspection> inspect(const std::vector<std::filesystem::path>& files,
                                  Scrutiny scrutiny);
  // What is remembered of the file, if anything, is not used again.
  void forget(const std::filesystem::path& file);

 private:
  // Whether a probe is still to be made: then file is set.
  bool inspect_without_probe(Inspection& inspection, Scrutiny scrutiny);

  std::filesystem::path program_;
  ProbeLimits limits_;
  ConnectorRules rules_;
  VerdictMemory memory_;
};

}  // namespace ingest::host

// workspace.hpp - what a user has: a connection file, an output folder, the ingest program.
// Everything lies in a folder of its own; no state of the machine is read or written.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"
#include "ingest/v1/run.pb.h"
#include "tenant.hpp"

namespace ingest::e2e {

struct ConnectionOptions {
  std::string plugin = "checkmarx-sca";
  std::string region;  // the tenant's when empty
  std::string tenant;  // likewise
  bool client_credentials = false;
  bool trust_ca = true;
  std::string extra_config;  // lines under config, indented by two
  std::string extra;         // lines at the top level
  std::string extra_http;    // lines under http, indented by two
};

class Workspace {
 public:
  // Writes the connection file "<name>.yaml"; secrets lie in the tenant's folder.
  std::filesystem::path connect(const Tenant& tenant, const ConnectionOptions& options = {},
                                const std::string& name = "acme");
  // Runs ingest with the connector folder of the build.
  ProcessResult ingest(std::vector<std::string> arguments, const Environment& environment = {});
  // The same, but returns while it runs.
  std::unique_ptr<Process> start(std::vector<std::string> arguments,
                                 const Environment& environment = {});
  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path out() const { return folder_.path() / "out"; }

 private:
  TemporaryFolder folder_;
};

// A committed run, read back with nothing of the host's code.
struct CommittedRun {
  explicit CommittedRun(const std::filesystem::path& folder);
  std::filesystem::path folder;
  ingest::v1::Run run;
  std::vector<ingest::v1::Asset> assets;
  std::vector<ingest::v1::Finding> findings;
};

// The truth of a tenant about SCA: key "project|identity key" to the finding that it expects.
std::map<std::string, boost::json::object> expected_findings(const Tenant& tenant);

// What a run may lack and still be as good as it can be.
struct Leeway {
  std::set<std::string> units;   // may lack findings, and their assets
  std::set<std::string> bare;    // must have their assets, may lack findings
  std::set<std::string> unlike;  // findings, by "unit|identity key", that may read otherwise
};

// Compares a run with the truth, record by record, and reports at most a few differences. Nothing
// that the tenant does not hold is forgiven, nor anything that comes twice.
void expect_equal_to_truth(const CommittedRun& run, const Tenant& tenant,
                           const Leeway& leeway = {});

}  // namespace ingest::e2e

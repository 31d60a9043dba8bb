// run_fixture.hpp - runs a scripted connector into a folder of the test's own and reads back what
// was committed. One thread.
#pragma once

#include <gtest/gtest.h>
#include <ingest/v1/run.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "../output/temporary_folder.hpp"
#include "run/ingest_run.hpp"
#include "scripted_connector.hpp"

namespace ingest::host {

class RunTest : public ::testing::Test {
 protected:
  RunTest();

  // Runs; what is thrown passes.
  CommittedRun run(ScriptedConnector& connector);
  CommittedRun run(std::function<void(Fetch&)> script);
  // Runs and expects a Failure; checks that the folder looks as it did before.
  Failure run_fails(ScriptedConnector& connector);
  Failure run_fails(std::function<void(Fetch&)> script);

  // Of all files of records, a line each.
  static std::string digests_of(const CommittedRun& run);
  // Names of runs that are neither committed nor gone.
  std::vector<std::string> interrupted() const;

  std::filesystem::path connection_folder() const { return folder_.path() / "acme"; }
  std::vector<std::string> visible() const;
  static std::vector<v1::Asset> assets(const CommittedRun& run);
  static std::vector<v1::Finding> findings(const CommittedRun& run);
  static v1::Run told(const CommittedRun& run);  // run.json, parsed

  TemporaryFolder folder_;
  RunRequest request_;
  std::string progress_;
  std::string notices_;
};

}  // namespace ingest::host

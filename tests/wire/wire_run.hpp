// wire_run.hpp - a small tenant behind nginx, and the ingest program that reads it. One test
// thread.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "front.hpp"
#include "proxies.hpp"
#include "workspace.hpp"

namespace ingest::wire {

class Wire : public ::testing::Test {
 protected:
  // http: lines under http, indented by two, besides ca_file.
  std::filesystem::path connect(const Front& front, const std::string& http = "",
                                const std::string& plugin = "checkmarx-sca");
  e2e::ProcessResult run(const std::filesystem::path& connection,
                         const e2e::Environment& environment = {});
  e2e::CommittedRun latest() const;
  // A file in the workspace.
  std::string file(const std::string& name, const std::string& text) const;

  // It ends with status 5 and says so; the secret is nowhere.
  static void expect_network_failure(const e2e::ProcessResult& result, const std::string& says);

  const test::ThrowawayCa ca_;
  e2e::Tenant tenant_{{"--projects", "5", "--rows", "3..6", "--dast-environments", "4"}};
  e2e::Workspace workspace_;
  std::string ca_file_ = ca_.file();
};

inline constexpr const char* kSecret = "hunter2-of-the-wire";

}  // namespace ingest::wire

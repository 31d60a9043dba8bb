// Trouble that passes: what a person reads of it, and what run.json counts.
#include <gmock/gmock.h>

#include <chrono>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

using ::testing::HasSubstr;

ConnectionOptions quick(const std::string& retry = "initial_backoff: 5ms, max_backoff: 5ms") {
  ConnectionOptions options;
  options.extra_http = "  retry: {" + retry + "}\n";
  return options;
}

ProcessResult run_of(Workspace& workspace, const Tenant& tenant, const ConnectionOptions& options) {
  return workspace.ingest(
      {"run", workspace.connect(tenant, options).string(), "--out", workspace.out().string()});
}

TEST(Retry, ARunThroughTroubleEqualsTheTruthAndCountsIt) {
  Tenant tenant({"--projects", "5", "--rows", "3..6", "--gzip", "--fault",
                 "kind=status,code=503,match=/api/results,times=1,count=target", "--fault",
                 "kind=json-cut,match=last-scan,times=1"});
  Workspace workspace;
  const ProcessResult result = run_of(workspace, tenant, quick());
  ASSERT_EQ(result.status, 0) << result.err;
  const CommittedRun run(workspace.out() / "acme" / "latest");
  expect_equal_to_truth(run, tenant);
  const v1::HttpStats& http = run.run.http();
  ASSERT_EQ(http.retries_by_reason_size(), 2) << http.DebugString();
  EXPECT_EQ(http.retries_by_reason(0).reason(), "cut short");
  EXPECT_EQ(http.retries_by_reason(0).count(), 1u);
  EXPECT_EQ(http.retries_by_reason(1).reason(), "status 503");
  EXPECT_EQ(http.retries(), 1u + http.retries_by_reason(1).count());
  EXPECT_EQ(http.throttled(), 0u);
  EXPECT_THAT(result.err, HasSubstr(": HTTP 503; attempt 1 of 5, again in "));
  EXPECT_THAT(result.err, HasSubstr(" broke off: its JSON stops after "));
}

TEST(Retry, AComplaintSlowsTheRunDown) {
  Tenant tenant({"--projects", "5", "--rows", "3..6", "--fault",
                 "kind=status,code=429,retry-after=0,match=/api/results,times=1"});
  Workspace workspace;
  const ProcessResult result = run_of(workspace, tenant, quick());
  ASSERT_EQ(result.status, 0) << result.err;
  const v1::HttpStats http = CommittedRun(workspace.out() / "acme" / "latest").run.http();
  EXPECT_EQ(http.throttled(), 1u);
  EXPECT_EQ(http.slowdowns(), 1u);
  EXPECT_EQ(http.lowest_concurrency(), 3u);
  EXPECT_THAT(result.err, HasSubstr("at most 3 at a time from now on, down from 6"));
}

TEST(Retry, WhatDoesNotPassSaysHowOftenItWasTried) {
  Tenant tenant({"--projects", "1", "--fault", "kind=status,code=502"});
  Workspace workspace;
  const ProcessResult result =
      run_of(workspace, tenant, quick("max_attempts: 3, initial_backoff: 1ms, max_backoff: 1ms"));
  EXPECT_EQ(result.status, 5) << result.err;
  EXPECT_THAT(result.err, HasSubstr("HTTP 502 (injected fault); 3 attempts in "));
}

// A run would wait for both: the checks don't.
TEST(Retry, ChecksAreImpatient) {
  Tenant tenant({"--projects", "1", "--fault", "kind=status,code=503"});
  Workspace workspace;
  const auto connection = workspace.connect(tenant, quick("initial_backoff: 1m, max_backoff: 10m"));
  const auto start = std::chrono::steady_clock::now();
  ProcessResult result = workspace.ingest({"test", connection.string()});
  EXPECT_EQ(result.status, 5) << result.out;
  EXPECT_THAT(result.out, HasSubstr("HTTP 503 (injected fault); 2 attempts in "));

  Tenant busy({"--projects", "1", "--fault", "kind=status,code=429,retry-after=100"});
  result = workspace.ingest({"test", workspace.connect(busy, quick()).string()});
  EXPECT_EQ(result.status, 5) << result.out;
  EXPECT_THAT(result.out, HasSubstr("the server asks for a pause of 100 s, and at most 5 s"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace ingest::e2e

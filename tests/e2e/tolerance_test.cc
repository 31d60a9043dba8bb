// Rows that can't be mapped, with both connectors: everything good is delivered, the rest is told
// row by row, and the connection decides whether that is a success.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <ingest/v1/source_page.pb.h>

#include <sstream>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

using ::testing::HasSubstr;

struct Connector {
  const char* name;
  const char* plugin;
  const char* results;  // in the path
};

class Tolerance : public ::testing::TestWithParam<Connector> {
 protected:
  ProcessResult run(const std::string& errors) {
    ConnectionOptions options;
    options.plugin = GetParam().plugin;
    options.extra = errors;
    return workspace_.ingest(
        {"run", workspace_.connect(tenant_, options).string(), "--out", workspace_.out().string()});
  }
  CommittedRun latest() const { return CommittedRun(workspace_.out() / "acme" / "latest"); }
  std::vector<v1::DeadLetter> letters() const {
    std::vector<v1::DeadLetter> all;
    std::istringstream lines(
        read_file(workspace_.out() / "acme" / "latest" / "dead-letters.ndjson"));
    for (std::string line; std::getline(lines, line);)
      EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(line, &all.emplace_back()).ok());
    return all;
  }
  // One row of each page; what each damage does is the tenant's business.
  void damage(const char* with) const {
    tenant_.inject({std::string("kind=bad-row,match=") + GetParam().results + ",with=" + with});
  }
  Tenant tenant_{{"--projects", "6", "--rows", "20..40", "--dast-environments", "8"}};
  Workspace workspace_;
};

TEST_P(Tolerance, EveryRowIsThereOrToldWithAllThatOneNeeds) {
  ASSERT_EQ(run("").status, 0);
  const CommittedRun whole = latest();
  for (const char* with : {"string", "types"}) {
    damage(with);
    const ProcessResult result = run("");
    EXPECT_EQ(result.status, 7) << result.err;
    const CommittedRun damaged = latest();
    const auto dead = letters();
    ASSERT_GT(dead.size(), 2U);
    EXPECT_EQ(damaged.run.rows().dead_lettered(), dead.size());
    EXPECT_EQ(damaged.findings.size() + dead.size(), whole.findings.size());
    EXPECT_EQ(damaged.assets.size(), whole.assets.size());
    for (const v1::DeadLetter& letter : dead) {
      EXPECT_FALSE(letter.unit().empty());
      EXPECT_FALSE(letter.scan_id().empty());
      EXPECT_THAT(letter.key(), HasSubstr("page"));
      EXPECT_GT(letter.place(), 0U);
      EXPECT_FALSE(letter.reason().empty());
      EXPECT_FALSE(letter.raw().empty());
    }
    EXPECT_THAT(result.err,
                HasSubstr("problem: " + std::to_string(dead.size()) + " of " +
                          std::to_string(whole.findings.size()) + " rows could not be mapped"));
  }
}

TEST_P(Tolerance, TheConnectionDecides) {
  damage("string");
  ASSERT_EQ(run("").status, 7);
  const std::size_t dead = letters().size();
  const auto tolerating = [](std::size_t rows) {
    return "errors: {tolerance: " + std::to_string(rows) + "}\n";
  };
  EXPECT_EQ(run(tolerating(dead - 1)).status, 7);
  const ProcessResult tolerated = run(tolerating(dead));
  EXPECT_EQ(tolerated.status, 0) << tolerated.err;
  EXPECT_THAT(tolerated.err, HasSubstr("warning: " + std::to_string(dead) + " of "));
  EXPECT_EQ(letters().size(), dead);
  EXPECT_EQ(run("errors: {tolerance: 0.1%}\n").status, 7);
  EXPECT_EQ(run("errors: {tolerance: 50%}\n").status, 0);
  const ProcessResult wrong = run("errors: {tolerance: few}\n");
  EXPECT_EQ(wrong.status, 3);
  EXPECT_THAT(wrong.err, HasSubstr("errors.tolerance is 'few'"));
}

INSTANTIATE_TEST_SUITE_P(Both, Tolerance,
                         ::testing::Values(Connector{"Sca", "checkmarx-sca", "/api/results"},
                                           Connector{"Dast", "checkmarx-dast", "/results"}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace ingest::e2e

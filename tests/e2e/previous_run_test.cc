// A tenant that suddenly lists nothing, as it does to a key that lost its rights: the run says so
// and the latest run stays what it was.
#include <gtest/gtest.h>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

struct Connector {
  const char* name;
  const char* plugin;
  const char* listing;  // in the path
  const char* says;
};

class PreviousRun : public ::testing::TestWithParam<Connector> {};

TEST_P(PreviousRun, NothingWhereSomeWereIsIncomplete) {
  Tenant tenant({"--projects", "5", "--rows", "0..9", "--dast-environments", "5"});
  Workspace workspace;
  ConnectionOptions options;
  options.plugin = GetParam().plugin;
  const auto connection = workspace.connect(tenant, options);
  const auto run = [&] {
    return workspace.ingest({"run", connection.string(), "--out", workspace.out().string()});
  };
  const auto latest = workspace.out() / "acme" / "latest";

  ASSERT_EQ(run().status, 0);
  const auto first = std::filesystem::canonical(latest);
  tenant.inject({std::string("kind=empty-list,match=") + GetParam().listing});
  const ProcessResult empty = run();
  EXPECT_EQ(empty.status, 7) << empty.err;
  EXPECT_NE(empty.err.find(std::string(GetParam().says) + " (0), where the latest run, " +
                           first.filename().string() + ", had 5: check the key's permissions"),
            std::string::npos)
      << empty.err;
  EXPECT_EQ(std::filesystem::canonical(latest), first);

  tenant.inject({});
  const ProcessResult again = run();
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_NE(std::filesystem::canonical(latest), first);
}

INSTANTIATE_TEST_SUITE_P(Both, PreviousRun,
                         ::testing::Values(Connector{"Sca", "checkmarx-sca", "/api/projects",
                                                     "the source lists no projects"},
                                           Connector{"Dast", "checkmarx-dast", "/environments",
                                                     "the source lists no environments"}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace ingest::e2e

#include "scaffold/connector_name.hpp"

#include <gtest/gtest.h>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

TEST(ConnectorName, IsSpeltForEachUse) {
  const ConnectorName name = connector_name("acme-web2-findings");
  EXPECT_EQ(name.id, "acme-web2-findings");
  EXPECT_EQ(name.snake, "acme_web2_findings");
  EXPECT_EQ(name.title, "Acme Web2 Findings");
  EXPECT_EQ(connector_name("a-1b").title, "A 1b");
}

TEST(ConnectorName, HasAtMost64Characters) {
  EXPECT_EQ(connector_name(std::string(64, 'a')).id, std::string(64, 'a'));
  EXPECT_THROW(connector_name(std::string(65, 'a')), Failure);
}

TEST(ConnectorName, IsNoPathNorOptionNorAnythingOdd) {
  for (const char* name : {"", "Acme", "acme_findings", "../acme", "acme/x", ".", "-acme", "acme-",
                           "acme--x", "1acme", "ac me", "acm\xC3\xA9", "acme\n"}) {
    try {
      connector_name(name);
      ADD_FAILURE() << name << " passed";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), ExitStatus::kUsage) << name;
      EXPECT_FALSE(failure.hint().empty()) << name;
      EXPECT_EQ(std::string(failure.what()).find('\n'), std::string::npos) << name;
    }
  }
}

TEST(ConnectorName, IsNoWordOfABuildTool) {
  for (const char* name : {"test", "all", "fn", "proc-macro", "std"}) {
    try {
      connector_name(name);
      ADD_FAILURE() << name << " passed";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.hint(), "say whose findings it reads: acme-" + std::string(name));
    }
  }
}

}  // namespace
}  // namespace ingest::host

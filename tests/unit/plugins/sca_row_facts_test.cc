#include "checkmarx-sca/row_facts.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace checkmarx::sca {
namespace {

struct Identifier {
  const char* text;
  const char* ecosystem;
  const char* name;
  const char* version;
};

class SplitPackage : public ::testing::TestWithParam<Identifier> {};

TEST_P(SplitPackage, TellsWhatCanBeTold) {
  const PackageParts parts = split_package(GetParam().text);
  EXPECT_EQ(parts.ecosystem, GetParam().ecosystem);
  EXPECT_EQ(parts.name, GetParam().name);
  EXPECT_EQ(parts.version, GetParam().version);
}

INSTANTIATE_TEST_SUITE_P(
    Identifiers, SplitPackage,
    ::testing::Values(Identifier{"Npm-on-headers-1.0.2", "Npm", "on-headers", "1.0.2"},
                      Identifier{"Python-lxml-4.2.5", "Python", "lxml", "4.2.5"},
                      Identifier{"Maven-org.example:core-lib-2.14.1", "Maven",
                                 "org.example:core-lib", "2.14.1"},
                      Identifier{"Npm-@scope/a-b-1.0.0", "Npm", "@scope/a-b", "1.0.0"},
                      Identifier{"Npm-base-64-1.0.0", "Npm", "base-64", "1.0.0"},
                      Identifier{"Go-x-v0.1.0", "Go", "x-v0.1.0", ""},
                      Identifier{"Npm-x-1.0.0-beta", "Npm", "x-1.0.0-beta", ""},
                      Identifier{"Npm-x-1.0.0-2", "Npm", "x-1.0.0-2", ""},
                      Identifier{"Npm-x", "Npm", "x", ""}, Identifier{"alone", "", "alone", ""},
                      Identifier{"Npm-", "Npm", "", ""}, Identifier{"", "", "", ""},
                      Identifier{"-", "", "", ""}, Identifier{"Npm-x-", "Npm", "x-", ""},
                      Identifier{"Npm--1", "Npm", "-1", ""}));

TEST(CvssVector, NeedsAllBaseMetrics) {
  boost::json::object cvss{{"version", 3},
                           {"attackVector", "NETWORK"},
                           {"attackComplexity", "LOW"},
                           {"privilegesRequired", "NONE"},
                           {"userInteraction", "REQUIRED"},
                           {"scope", "CHANGED"},
                           {"confidentiality", "HIGH"},
                           {"integrity", "low"},
                           {"availability", "NONE"}};
  EXPECT_EQ(cvss_vector(cvss), "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N");
  cvss["version"] = "3.0";
  EXPECT_EQ(cvss_vector(cvss), "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N");
  for (const char* member : {"attackVector", "scope", "integrity"}) {
    boost::json::object less = cvss;
    less.erase(member);
    EXPECT_EQ(cvss_vector(less), "") << member;
    less[member] = "ZERO";
    EXPECT_EQ(cvss_vector(less), "") << member;
  }
  cvss["version"] = "2.0";
  EXPECT_EQ(cvss_vector(cvss), "");
  EXPECT_EQ(cvss_vector({}), "");
}

TEST(Facts, AreAddedToAnyRow) {
  boost::json::object row{{"id", "x"}, {"data", nullptr}, {"vulnerabilityDetails", 5}};
  add_facts(row);
  EXPECT_EQ(row.size(), 5U);
}

}  // namespace
}  // namespace checkmarx::sca

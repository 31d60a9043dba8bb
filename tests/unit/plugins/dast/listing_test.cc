// Environments and scans: listed once each whatever "from" and "to" mean, and what is missing said.
#include <gtest/gtest.h>

#include "dast_tenant.hpp"

namespace checkmarx::dast {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

struct Reading {
  const char* name;
  uint64_t first_number;
  bool to_included;
};

class DastWindows : public ::testing::TestWithParam<Reading> {
 protected:
  DastWindows() {
    tenant.first_number = GetParam().first_number;
    tenant.to_included = GetParam().to_included;
  }
  void expect_all(size_t environments) {
    EXPECT_EQ(tenant.sink->reports.size(), environments);
    EXPECT_EQ(tenant.listing().claimed(), environments);
    EXPECT_EQ(tenant.listing().unique(), environments);
    EXPECT_EQ(tenant.listing().note(), "");
  }
  DastTenant tenant;
};

TEST_P(DastWindows, EveryEnvironmentOnce) {
  for (const size_t count : {0U, 1U, 2U, 99U, 100U, 101U, 102U, 199U, 200U, 201U, 350U}) {
    tenant.environments.clear();
    for (size_t i = 0; i < count; ++i) tenant.add("e" + std::to_string(i), {});
    tenant.fetch();
    expect_all(count);
  }
}

TEST_P(DastWindows, EveryScanOnce) {
  for (const size_t count : {1U, 100U, 101U, 202U, 350U}) {
    tenant.environments.clear();
    std::vector<TenantScan> scans;
    for (size_t i = 0; i < count; ++i)
      scans.push_back({.id = "s" + std::to_string(i), .update_time = "2026-01-01T00:00:00Z"});
    scans.back().update_time = "2026-02-01T00:00:00Z";
    tenant.add("e", scans);
    tenant.fetch();
    EXPECT_EQ(tenant.report("e").scan_id(), scans.back().id);
    EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_COMPLETE);
    EXPECT_EQ(tenant.report("e").warnings_size(), 0);
  }
}

TEST_P(DastWindows, ACappedWindowLosesNothing) {
  for (const size_t cap : {1U, 2U, 30U}) {
    tenant.window_cap = cap;
    tenant.environments.clear();
    for (size_t i = 0; i < 95; ++i) tenant.add("e" + std::to_string(i), {});
    tenant.fetch();
    expect_all(95);
  }
}

TEST_P(DastWindows, AListThatIsShortIsAskedForAsAWholeAndThenSaysSo) {
  for (size_t i = 0; i < 105; ++i) tenant.add("e" + std::to_string(i), {});
  tenant.claims_more = 3;
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 105U);
  EXPECT_EQ(tenant.listing().claimed(), 108U);
  EXPECT_EQ(tenant.listing().unique(), 105U);
  EXPECT_NE(tenant.listing().note().find("claims 108 environments"), std::string::npos);
  bool all_at_once = false;
  for (const Request& request : tenant.host.requests)
    all_at_once |= request.query("from") == "0" && request.query("to") == "109";
  EXPECT_TRUE(all_at_once);
}

TEST_P(DastWindows, AScanListThatIsShortMakesTheUnitIncomplete) {
  tenant.add("e", {{.id = "s", .results = 2}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/scans/scans") return std::nullopt;
    return Answer{200, R"({"totalScans":2,"scans":[{"scanId":"s","lastStatus":"Completed"}]})"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_NE(tenant.report("e").reason().find("newest scan may be missing"), std::string::npos);
  EXPECT_EQ(tenant.rows("e"), numbered(2));
}

INSTANTIATE_TEST_SUITE_P(Readings, DastWindows,
                         ::testing::Values(Reading{"From0Exclusive", 0, false},
                                           Reading{"From0Inclusive", 0, true},
                                           Reading{"From1Exclusive", 1, false},
                                           Reading{"From1Inclusive", 1, true}),
                         [](const auto& param_info) { return std::string(param_info.param.name); });

TEST(DastListing, ReadsOnWhenAnEnvironmentGoesAwayMeanwhile) {
  DastTenant tenant;
  for (size_t i = 0; i < 250; ++i) tenant.add("e" + std::to_string(i), {});
  bool removed = false;
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    // Before the second window: all that follow move up by one, and one slips through.
    if (request.path() == "/api/dast/scans/environments" && request.query("from") == "100" &&
        !removed) {
      removed = true;
      tenant.environments.erase(tenant.environments.begin());
    }
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 250U) << "all of them, and the one that went away";
}

TEST(DastListing, WhatWentAwayMeanwhileIsSaid) {
  DastTenant tenant;
  for (size_t i = 0; i < 250; ++i) tenant.add("e" + std::to_string(i), {});
  tenant.override = [&](const Request& request) -> std::optional<Answer> {
    if (request.path() == "/api/dast/scans/environments" && request.query("from") == "100" &&
        tenant.environments.size() == 250)
      tenant.environments.erase(tenant.environments.begin());
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.listing().claimed(), 249U);
  EXPECT_EQ(tenant.listing().unique(), 250U);
  EXPECT_EQ(tenant.listing().gone(), 1U);
  EXPECT_FALSE(tenant.listing().incomplete()) << tenant.listing().note();
}

TEST(DastListing, AListThatBreaksOffYieldsWhatWasListed) {
  DastTenant tenant;
  for (size_t i = 0; i < 250; ++i)
    tenant.add("e" + std::to_string(i), {{.id = "s" + std::to_string(i), .results = 1}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/scans/environments" || request.query("from") == "0")
      return std::nullopt;
    return Answer{503, "busy"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 100U);
  EXPECT_EQ(tenant.rows("e99"), numbered(1));
  EXPECT_TRUE(tenant.listing().incomplete());
  EXPECT_NE(tenant.listing().note().find("broke off after 100 of 250"), std::string::npos)
      << tenant.listing().note();
}

TEST(DastListing, RowsThatAreNoneMakeItIncomplete) {
  DastTenant tenant;
  tenant.add("good", {{.id = "s", .results = 1}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/scans/environments") return std::nullopt;
    return Answer{200,
                  "{\"totalItems\":3,\"environments\":[{\"environmentId\":\"good\"},"
                  "{\"environmentId\":\"\xFF\"},7]}"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.rows("good"), numbered(1));
  EXPECT_TRUE(tenant.listing().incomplete());
  EXPECT_EQ(tenant.listing().unique(), 1U);
  EXPECT_NE(tenant.listing().note().find("2 rows without a usable environmentId"),
            std::string::npos)
      << tenant.listing().note();
}

TEST(DastListing, AScanThatCantBeReadMayBeTheNewest) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 1}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    if (request.path() != "/api/dast/scans/scans") return std::nullopt;
    return Answer{
        200, R"({"totalScans":2,"scans":[{"scanId":"s","lastStatus":"Finished"},{"scanId":}]})"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_INCOMPLETE);
  EXPECT_NE(tenant.report("e").reason().find("newest scan may be missing"), std::string::npos);
  EXPECT_EQ(tenant.rows("e"), numbered(1));
}

TEST(DastListing, ManyEnvironmentsOverlap) {
  DastTenant tenant;
  for (size_t i = 0; i < 130; ++i)
    tenant.add("e" + std::to_string(i), {{.id = "s" + std::to_string(i), .results = i % 5}});
  tenant.fetch();
  for (size_t i = 0; i < 130; ++i) {
    const std::string unit = "e" + std::to_string(i);
    EXPECT_EQ(tenant.rows(unit), numbered(i % 5));
    EXPECT_EQ(tenant.report(unit).outcome(), UNIT_OUTCOME_COMPLETE);
    EXPECT_EQ(tenant.report(unit).rows_claimed(), i % 5);
    EXPECT_EQ(tenant.report(unit).rows_received(), i % 5);
    EXPECT_EQ(tenant.report(unit).name(), "name of " + unit);
  }
  EXPECT_EQ(tenant.host.most_outstanding, 8U) << "twice the host's concurrency";
  EXPECT_EQ(tenant.host.progress.back(), "130/130 environments");
}

TEST(DastListing, AnUnwantedEnvironmentIsNotAskedAbout) {
  DastTenant tenant;
  tenant.add("e0", {{.id = "s0", .results = 1}});
  tenant.add("e1", {{.id = "s1", .results = 1}});
  tenant.sink = std::make_unique<ingest::test::RecordingSink>();
  tenant.sink->unwanted = {"e0"};
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.count("e0"), 0U);
  for (const Request& request : tenant.host.requests) {
    EXPECT_NE(request.query("environmentId"), "e0");
    EXPECT_TRUE(request.query("search").empty());
  }
  EXPECT_EQ(tenant.listing().unique(), 2U);
}

}  // namespace
}  // namespace checkmarx::dast

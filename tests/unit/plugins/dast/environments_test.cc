// Environments and scans: listed once each whatever "from" and "to" mean, and the right scan taken.
#include <gtest/gtest.h>

#include <set>

#include "checkmarx-dast/scan.hpp"
#include "checkmarx-one/request_error.hpp"
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

std::string chosen(std::vector<TenantScan> scans) {
  DastTenant tenant;
  tenant.add("e", std::move(scans));
  tenant.fetch();
  return tenant.report("e").scan_id();
}

TEST(DastScanChoice, TheNewestFinishedOneWithResults) {
  const TenantScan good{.id = "good", .update_time = "2026-01-12T04:05:06.5Z"};
  EXPECT_EQ(chosen({good, {.id = "b", .update_time = "2026-02-01T00:00:00Z", .status = "Failed"}}),
            "good");
  EXPECT_EQ(chosen({good, {.id = "b", .update_time = "2026-02-01T00:00:00Z", .status = "Running"}}),
            "good");
  EXPECT_EQ(
      chosen({good, {.id = "b", .update_time = "2026-02-01T00:00:00Z", .has_results = false}}),
      "good");
  EXPECT_EQ(chosen({good,
                    {.id = "b",
                     .update_time = "2026-02-01T00:00:00Z",
                     .status = "FINISHED @Scan finished successfully"}}),
            "b");
  EXPECT_EQ(chosen({good, {.id = "b", .update_time = "2026-01-12T04:05:06.4999999Z"}}), "good");
  EXPECT_EQ(chosen({good, {.id = "b", .update_time = "2026-01-12T04:05:06.51Z"}}), "b");
  EXPECT_EQ(chosen({good, {.id = "b", .update_time = "2026-01-12T04:05:06Z"}}), "good");
  EXPECT_EQ(chosen({good, {.id = "a", .update_time = "2026-01-12T04:05:06.5Z"}}), "good");
}

TEST(DastScanChoice, FallsBackToOtherTimes) {
  NewestScan newest;
  boost::json::object started{{"scanId", "started"},
                              {"lastStatus", "Finished"},
                              {"updateTime", ""},
                              {"startTime", "2026-01-02T00:00:00Z"}};
  boost::json::object created{{"scanId", "created"},
                              {"lastStatus", "completed"},
                              {"updateTime", nullptr},
                              {"created", "2026-01-03T00:00:00Z"}};
  boost::json::object timeless{{"scanId", "timeless"}, {"lastStatus", "Completed"}};
  newest.offer(timeless);
  EXPECT_EQ(newest.scan().id, "timeless");
  EXPECT_FALSE(newest.scan().says_results);
  newest.offer(started);
  EXPECT_EQ(newest.scan().id, "started");
  newest.offer(created);
  EXPECT_EQ(newest.scan().id, "created");
}

TEST(DastScanChoice, EnvironmentsWithoutOneAreEmptyAndSayWhy) {
  DastTenant tenant;
  tenant.add("new", {});
  tenant.add("failed", {{.id = "f", .status = "Failed"}, {.id = "c", .status = "Cancelled"}});
  tenant.add("bare", {{.id = "b", .has_results = false}});
  tenant.fetch();
  for (const char* unit : {"new", "failed", "bare"}) {
    EXPECT_EQ(tenant.report(unit).outcome(), UNIT_OUTCOME_EMPTY) << unit;
    EXPECT_EQ(tenant.report(unit).pages(), 1U) << "the asset is there all the same";
    EXPECT_EQ(tenant.sink->pages(unit).size(), 1U);
  }
  EXPECT_EQ(tenant.report("new").reason(), "never scanned");
  EXPECT_EQ(tenant.report("failed").reason(), "none of its 2 scans is finished");
  EXPECT_EQ(tenant.report("bare").reason(), "none of its 1 scan is finished and has results");
}

struct Refusal {
  const char* name;
  const char* path;
  int http_status;
  UnitFailure failure;
};

class DastUnitFailure : public ::testing::TestWithParam<Refusal> {};

TEST_P(DastUnitFailure, LeavesTheOthersAlone) {
  DastTenant tenant;
  for (const char* id : {"e0", "e1", "e2"})
    tenant.add(id, {{.id = std::string("s") + id, .results = 3}});
  tenant.override = [](const Request& request) -> std::optional<Answer> {
    const bool mine =
        request.query("environmentId") == "e1" || request.path().find("/se1") != std::string::npos;
    if (!mine || request.path().find(GetParam().path) == std::string::npos) return std::nullopt;
    return Answer{GetParam().http_status, "a reason"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("e1").outcome(), UNIT_OUTCOME_FAILED);
  EXPECT_EQ(tenant.report("e1").failure(), GetParam().failure);
  EXPECT_NE(tenant.report("e1").reason().find("HTTP " + std::to_string(GetParam().http_status)),
            std::string::npos)
      << tenant.report("e1").reason();
  EXPECT_EQ(tenant.rows("e0"), numbered(3));
  EXPECT_EQ(tenant.rows("e2"), numbered(3));
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, DastUnitFailure,
    ::testing::Values(Refusal{"ScansForbidden", "/scans/scans", 403, UNIT_FAILURE_FORBIDDEN},
                      Refusal{"ScansDown", "/scans/scans", 502, UNIT_FAILURE_UNAVAILABLE},
                      Refusal{"EnvironmentGone", "/scans/scans", 404, UNIT_FAILURE_NOT_FOUND},
                      Refusal{"ResultsForbidden", "/mfe-results", 403, UNIT_FAILURE_FORBIDDEN},
                      Refusal{"ResultsBad", "/mfe-results", 400, UNIT_FAILURE_BAD_DATA},
                      Refusal{"ResultsDown", "/mfe-results", 500, UNIT_FAILURE_UNAVAILABLE}),
    [](const auto& param_info) { return std::string(param_info.param.name); });

TEST(DastUnitFailure, NonsenseInsteadOfJson) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 3}});
  for (const char* nonsense : {"", "{", "[]", "{\"results\":7}", "<html></html>"}) {
    tenant.override = [nonsense](const Request& request) -> std::optional<Answer> {
      if (request.path().find("/mfe-results") == std::string::npos) return std::nullopt;
      return Answer{200, nonsense};
    };
    tenant.fetch();
    EXPECT_EQ(tenant.report("e").outcome(), UNIT_OUTCOME_FAILED) << nonsense;
    EXPECT_EQ(tenant.report("e").failure(), UNIT_FAILURE_BAD_DATA) << nonsense;
  }
}

std::string fetch_error(DastTenant& tenant) {
  try {
    tenant.fetch();
  } catch (const ingest::sdk::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(DastService, SaysThatItIsNotThere) {
  for (const Answer& answer :
       {Answer{404, "<html><title>404 Not Found</title></html>"}, Answer{404, "page not found"},
        Answer{200, "<!doctype html><title>Checkmarx One</title>"}}) {
    DastTenant tenant;
    tenant.override = [&](const Request& request) -> std::optional<Answer> {
      if (request.path() != "/api/dast/scans/environments") return std::nullopt;
      return answer;
    };
    EXPECT_NE(fetch_error(tenant).find("DAST is not available in this region or for this tenant"),
              std::string::npos)
        << fetch_error(tenant);
  }
}

}  // namespace
}  // namespace checkmarx::dast

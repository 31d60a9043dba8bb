// Which scan of an environment counts, and what becomes of environments that can't be read.
#include <gtest/gtest.h>

#include "checkmarx-dast/scan.hpp"
#include "checkmarx-one/request_error.hpp"
#include "dast_tenant.hpp"

namespace checkmarx::dast {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

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

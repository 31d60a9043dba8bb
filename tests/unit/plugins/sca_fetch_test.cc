// One pull of a tenant: units, pages, contexts, repository URLs.
#include <gtest/gtest.h>

#include "sca_tenant.hpp"

namespace checkmarx::sca {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

TEST(ScaFetch, ReadsEveryProjectsScan) {
  ScaTenant tenant;
  for (size_t i = 0; i < 230; ++i)
    tenant.add("p" + std::to_string(i), {{.id = "s" + std::to_string(i), .rows = i % 7}});
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 230U);
  for (size_t i = 0; i < 230; ++i) {
    const std::string unit = "p" + std::to_string(i);
    EXPECT_EQ(tenant.rows(unit), numbered(i % 7));
    const UnitReport report = tenant.report(unit);
    EXPECT_EQ(report.outcome(), UNIT_OUTCOME_COMPLETE) << report.reason();
    EXPECT_EQ(report.rows_claimed(), i % 7);
    EXPECT_EQ(report.rows_received(), i % 7);
    EXPECT_EQ(report.name(), "name of " + unit);
    EXPECT_EQ(report.scan_status(), "Completed");
    EXPECT_EQ(report.pages(), i % 7 == 0 ? 1U : 2U);
  }
  EXPECT_EQ(tenant.listing().claimed(), 230U);
  EXPECT_EQ(tenant.listing().unique(), 230U);
  EXPECT_EQ(tenant.host.progress.back(), "230/230 projects");
  EXPECT_EQ(tenant.host.most_outstanding, 8U) << "sibling projects should overlap";
}

TEST(ScaFetch, AnEmptyTenantIsAListing) {
  ScaTenant tenant;
  tenant.fetch();
  EXPECT_TRUE(tenant.sink->reports.empty());
  EXPECT_TRUE(tenant.listing().has_claimed());
}

TEST(ScaFetch, PageZeroCarriesTheProject) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 1}}, "https://me:hush@git.example/x?a=b@c");
  tenant.fetch();
  const auto pages = tenant.sink->pages("p");
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].key, "project");
  EXPECT_EQ(pages[0].rows, 0U);
  EXPECT_EQ(pages[0].type, "application/json");
  const auto project = boost::json::parse(pages[0].payload).as_object();
  EXPECT_EQ(project.at("repoUrl"), "https://git.example/x?a=b@c") << "without the password";
  for (size_t place : {0U, 1U}) {
    EXPECT_EQ(tenant.context("p", place).at("project"), boost::json::value(project));
    EXPECT_EQ(tenant.context("p", place).at("scan").as_object().at("branch"), "main");
    EXPECT_EQ(tenant.context("p", place).at("scan").as_object().at("engines"),
              boost::json::value({"sca"}));
  }
}

TEST(ScaFetch, AUnitThatIsNotWantedCostsNothing) {
  ScaTenant tenant;
  tenant.add("a", {{.id = "sa", .rows = 1}});
  tenant.add("b", {{.id = "sb", .rows = 1}});
  tenant.sink = std::make_unique<ingest::test::RecordingSink>();
  tenant.sink->unwanted = {"a"};
  tenant.fetch();
  EXPECT_EQ(tenant.sink->reports.size(), 1U);
  for (const Request& r : tenant.host.requests) {
    EXPECT_EQ(r.query("project-ids").find('a'), std::string::npos);
    EXPECT_NE(r.query("scan-id"), "sa");
  }
  EXPECT_EQ(tenant.host.progress.back(), "1/1 projects");
}

TEST(ScaFetch, AProjectWithoutAScanIsEmptyAndStillAnAsset) {
  ScaTenant tenant;
  tenant.add("p", {});
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_EMPTY);
  EXPECT_EQ(tenant.sink->pages("p").size(), 1U);
  EXPECT_EQ(tenant.context("p", 0).count("scan"), 0U);
}

TEST(RepoUrl, ComesFromTheScanWhereTheProjectHasNone) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 1, .repo_url = "https://u:CANARY@git.example/y"}}, "");
  tenant.fetch();
  EXPECT_EQ(tenant.context("p", 0).at("scan").as_object().at("repoUrl"), "https://git.example/y");
  EXPECT_EQ(tenant.context("p", 1).at("scan").as_object().at("repoUrl"), "https://git.example/y");
  EXPECT_EQ(tenant.host.count("/api/scans/s"), 1U);
  for (const auto& record : tenant.sink->records)
    EXPECT_EQ((record.payload + record.context).find("CANARY"), std::string::npos);
}

TEST(RepoUrl, IsNotAskedForWhenNobodyWantsIt) {
  ScaTenant tenant;
  tenant.add("known", {{.id = "s1"}});
  tenant.add("unknown", {{.id = "s2"}}, "");
  tenant.fetch({{"asset_classes", {"generic-application"}}});
  EXPECT_EQ(tenant.host.count("/api/scans/s1") + tenant.host.count("/api/scans/s2"), 0U);
  tenant.fetch();
  EXPECT_EQ(tenant.host.count("/api/scans/s1"), 0U);
  EXPECT_EQ(tenant.host.count("/api/scans/s2"), 1U);
}

TEST(RepoUrl, IsNoReasonToLoseAProject) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 3}}, "");
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() == "/api/scans/s") return Answer{500, ""};
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_COMPLETE);
  EXPECT_EQ(tenant.report("p").warnings_size(), 1);
  EXPECT_EQ(tenant.rows("p").size(), 3U);
}

TEST(AssetsOnly, ReadsNoResults) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s", .rows = 3}});
  tenant.fetch({{"findings", boost::json::array()}});
  EXPECT_EQ(tenant.host.count("/api/results"), 0U);
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_COMPLETE);
}

}  // namespace
}  // namespace checkmarx::sca

// Which scan of a project counts, and what becomes of projects whose scans can't be asked for.
#include <gtest/gtest.h>

#include <set>

#include "sca_tenant.hpp"

namespace checkmarx::sca {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using namespace ingest::v1;

struct Behaviour {
  const char* name;
  bool honours;
  bool hides_partial;
  bool refuses;
};

class ScanChoice : public ::testing::TestWithParam<Behaviour> {};

TEST_P(ScanChoice, TakesTheNewestWithFinishedSca) {
  ScaTenant tenant;
  tenant.honours_sca_status = GetParam().honours;
  tenant.sca_status_hides_partial = GetParam().hides_partial;
  tenant.refuses_sca_status = GetParam().refuses;
  const std::string late = "2026-02-01T00:00:00.5Z";
  tenant.add("completed", {{.id = "c1"}, {.id = "c2", .created_at = late}});
  tenant.add("partial", {{.id = "p1"}, {.id = "p2", .status = "Partial", .created_at = late}});
  tenant.add("partial-alone", {{.id = "a1", .status = "Partial"}});
  tenant.add("partial-older",
             {{.id = "o1", .status = "Partial"}, {.id = "o2", .created_at = late}});
  tenant.add("partial-failed",
             {{.id = "f1"},
              {.id = "f2", .status = "Partial", .sca_status = "Failed", .created_at = late}});
  tenant.add("partial-failed-alone", {{.id = "x1", .status = "Partial", .sca_status = "Failed"}});
  tenant.add("running", {{.id = "r1"}, {.id = "r2", .status = "Running", .created_at = late}});
  tenant.add("failed-alone", {{.id = "z1", .status = "Failed", .sca_status = "Failed"}});
  tenant.fetch();
  const std::map<std::string, std::string> expected = {
      {"completed", "c2"},     {"partial", "p2"},        {"partial-alone", "a1"},
      {"partial-older", "o2"}, {"partial-failed", "f1"}, {"partial-failed-alone", ""},
      {"running", "r1"},       {"failed-alone", ""}};
  for (const auto& [project, scan] : expected)
    EXPECT_EQ(tenant.report(project).scan_id(), scan) << project;
  EXPECT_EQ(tenant.report("partial").scan_status(), "Partial");
}

INSTANTIATE_TEST_SUITE_P(Servers, ScanChoice,
                         ::testing::Values(Behaviour{"Honours", true, false, false},
                                           Behaviour{"Ignores", false, false, false},
                                           Behaviour{"HidesPartial", true, true, false},
                                           Behaviour{"Refuses", false, false, true}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(ScaScanChoice, CopesWithCappedAnswers) {
  ScaTenant tenant;
  tenant.last_scan_cap = 7;
  for (int i = 0; i < 60; ++i) {
    const std::string n = std::to_string(i);
    tenant.add("p" + n, {{.id = "s" + n, .status = i % 2 == 0 ? "Completed" : "Partial"}});
  }
  tenant.fetch();
  for (int i = 0; i < 60; ++i)
    EXPECT_EQ(tenant.report("p" + std::to_string(i)).scan_id(), "s" + std::to_string(i));
}

TEST(ScaScanChoice, CanBeLimitedToTheMainBranch) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "main"},
                   {.id = "bot", .created_at = "2026-02-01T00:00:00Z", .branch = "dependabot/x"}});
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").scan_id(), "bot") << "the newest of any branch by default";
  tenant.fetch({}, {{"main_branch_only", true}});
  EXPECT_EQ(tenant.report("p").scan_id(), "main");
}

TEST(ScaScanChoice, AFailedQuestionFailsItsProjects) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s"}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.query("scan-status") == "Completed") return Answer{503, "busy"};
    return std::nullopt;
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").outcome(), UNIT_OUTCOME_FAILED);
  EXPECT_EQ(tenant.report("p").failure(), UNIT_FAILURE_UNAVAILABLE);
  EXPECT_NE(tenant.report("p").reason().find("503"), std::string::npos);
}

// A tenant of 50 projects that refuses a question when one of these is in it.
struct Refusing {
  explicit Refusing(std::set<std::string> bad, int status) {
    for (int i = 10; i < 60; ++i) {
      const std::string n = std::to_string(i);
      tenant.add("p" + n, {{.id = "s" + n}});
    }
    tenant.override = [bad = std::move(bad), status](const Request& r) -> std::optional<Answer> {
      if (r.path() != "/api/projects/last-scan") return std::nullopt;
      for (const std::string& id : bad) {
        if (r.query("project-ids").find(id) != std::string::npos) return Answer{status, "no"};
      }
      return std::nullopt;
    };
    tenant.fetch();
    for (int i = 10; i < 60; ++i) {
      const UnitReport report = tenant.report("p" + std::to_string(i));
      if (report.outcome() == UNIT_OUTCOME_FAILED) {
        failed.insert(report.unit());
      } else {
        EXPECT_EQ(report.scan_id(), "s" + std::to_string(i));
      }
    }
  }
  ScaTenant tenant;
  std::set<std::string> failed;
};

TEST(ScaScanChoice, OneBadProjectCostsNoOther) {
  for (const int status : {400, 403, 404, 500}) {
    const Refusing one({"p33"}, status);
    EXPECT_EQ(one.failed, std::set<std::string>{"p33"}) << status;
    EXPECT_LT(one.tenant.host.count("/api/projects/last-scan"), 60U);
  }
  EXPECT_EQ(Refusing({"p10", "p12"}, 500).failed, (std::set<std::string>{"p10", "p12"}));
}

TEST(ScaScanChoice, BadProjectsInBothHalvesCostNoOther) {
  for (const int status : {400, 403, 404, 500}) {
    EXPECT_EQ(Refusing({"p13", "p43"}, status).failed, (std::set<std::string>{"p13", "p43"}));
    const std::set<std::string> three = {"p12", "p30", "p41"};
    EXPECT_EQ(Refusing(three, status).failed, three) << status;
  }
}

TEST(ScaScanChoice, WhereEveryQuestionIsRefusedItIsNotAskedOnAndOn) {
  const Refusing all({"p"}, 403);
  EXPECT_EQ(all.failed.size(), 50U);
  EXPECT_EQ(all.tenant.host.count("/api/projects/last-scan"), 14U)
      << "once, in halves and in quarters";
  const Refusing busy({"p33"}, 503);
  EXPECT_EQ(busy.failed.size(), 50U);
  EXPECT_EQ(busy.tenant.host.count("/api/projects/last-scan"), 2U) << "more questions are no help";
}

TEST(ScaScanChoice, AnEntryThatIsNoScanFailsItsProject) {
  for (const char* entry :
       {"7", "null", "[]", "{}", R"({"id":""})", R"({"id":"s","x":"\ud800"})"}) {
    ScaTenant tenant;
    tenant.add("bad", {{.id = "s1"}});
    tenant.add("good", {{.id = "s2"}});
    tenant.override = [entry](const Request& r) -> std::optional<Answer> {
      if (r.query("scan-status") != "Completed") return std::nullopt;
      return Answer{
          200, std::string(R"({"bad":)") + entry + R"(,"good":{"id":"s2","status":"Completed"}})"};
    };
    tenant.fetch();
    EXPECT_EQ(tenant.report("bad").failure(), UNIT_FAILURE_BAD_DATA) << entry;
    EXPECT_EQ(tenant.report("good").scan_id(), "s2");
  }
}

TEST(ScaScanChoice, AServerThatIgnoresTheFilterIsNoServerWithoutScans) {
  ScaTenant tenant;
  tenant.add("p", {{.id = "s"}});
  tenant.override = [](const Request& r) -> std::optional<Answer> {
    if (r.path() != "/api/projects/last-scan") return std::nullopt;
    return Answer{200, R"({"other":{"id":"s9","status":"Completed"}})"};
  };
  tenant.fetch();
  EXPECT_EQ(tenant.report("p").failure(), UNIT_FAILURE_BAD_DATA);
  EXPECT_NE(tenant.report("p").reason().find("ignores project-ids"), std::string::npos);
}

}  // namespace
}  // namespace checkmarx::sca

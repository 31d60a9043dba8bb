// Each fault that passes, alone: the run ends well, equals the truth, and counts what it repeated.
#include <gtest/gtest.h>

#include "case_table.hpp"
#include "fault_run.hpp"

namespace ingest::faults {
namespace {

struct Place {
  const char* name;
  const char* where;
};

class PassingFault : public ::testing::TestWithParam<Place> {};

TEST_P(PassingFault, IsOvercome) {
  const FaultyTenant tenant(small_tenant());
  std::vector<Case> cases;
  for (const char* kind : {"status,code=408",
                           "status,code=429",
                           "status,code=500",
                           "status,code=502",
                           "status,code=503",
                           "status,code=504",
                           "status,code=429,retry-after=0",
                           "status,code=503,retry-after=date+0",
                           "close",
                           "close,at=headers",
                           "close,at=body",
                           "reset,at=start",
                           "reset,at=headers",
                           "reset",
                           "tls-cut,at=headers",
                           "tls-cut",
                           "tls-garbage",
                           "json-cut",
                           "gzip-corrupt",
                           "gzip-cut",
                           "gzip-plain"})
    cases.push_back({{std::string(kind) + ",times=2," + GetParam().where}});
  expect_each(tenant, cases);
}

INSTANTIATE_TEST_SUITE_P(Places, PassingFault,
                         ::testing::Values(Place{"Token", "service=iam"},
                                           Place{"Listing", "{listing}"}, Place{"Scans", "{scans}"},
                                           Place{"Results", "{results}"}),
                         [](const auto& place) { return std::string(place.param.name); });

TEST(PassingFault, OfConnectionsIsOvercome) {
  const FaultyTenant tenant(small_tenant());
  std::vector<Case> cases;
  for (const char* service : {"api", "iam", "both"})
    for (const char* kind : {"accept-close", "accept-reset"})
      cases.push_back({{std::string(kind) + ",times=3,service=" + service}});
  expect_each(tenant, cases);
}

TEST(PassingFault, ThatIsSlowIsOvercome) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, {{{"stall,times=1,{unit}"}},
                       {{"drip,bytes=20,ms=100,times=1,{unit}"}},
                       {{"status,code=429,retry-after=1,times=1,{unit}"}},
                       {{"status,code=503,retry-after=date+1,times=1,{unit}"}}});
}

TEST(PassingFault, OfEveryTargetIsOvercome) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, {{{"status,count=target,times=1,service=both"}},
                       {{"close,at=body,count=target,times=3,service=both"}},
                       {{"status,code=429,count=target,times=2"}},
                       {{"status,probability=0.3,count=target,times=4,service=both"}}});
}

// What was repeated stands in run.json, and each repetition in the log.
TEST(PassingFault, IsCountedAndLogged) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    const Atom atom =
        atom_of({{"status,code=503,times=3,{results}"}}, product, chosen_unit(tenant, product));
    tenant.set_faults(atom.specs);
    Attempt attempt;
    run_ingest(attempt, tenant, product);
    check_outcome(attempt, tenant, product, expectation_of({atom}));
    ASSERT_EQ(tenant.struck(), std::vector<uint64_t>{3});
    const e2e::CommittedRun run(attempt.workspace.out() / name_of(product) / "latest");
    EXPECT_EQ(run.run.http().retries(), 3U);
    size_t told = 0;
    for (size_t at = attempt.process.err.find("503"); at != std::string::npos;
         at = attempt.process.err.find("503", at + 1))
      ++told;
    EXPECT_GE(told, 3U) << attempt.process.err;
  }
}

TEST(RevokedToken, IsRenewed) {
  const FaultyTenant tenant(small_tenant());
  std::vector<Case> cases;
  for (const char* from : {"1", "2", "5", "9"})
    cases.push_back({{std::string("revoke,times=1,from=") + from}});
  expect_each(tenant, cases);
}

// One renewal serves all requests that wait for it.
TEST(RevokedToken, IsRenewedOnce) {
  const FaultyTenant tenant(
      {"--projects", "40", "--rows", "2..6", "--dast-environments", "40", "--latency-ms", "10"});
  for (const Product product : {Product::kSca, Product::kDast}) {
    const auto tokens = [&tenant] {
      return tenant.stats().at("tokens_issued").to_number<uint64_t>();
    };
    const uint64_t before = tokens();
    expect_run(tenant, product, {{{"kind=revoke,times=1,from=20"}}});
    EXPECT_EQ(tokens() - before, 2U);
  }
}

// A token that lives shorter than the run is renewed as often as need be.
TEST(RevokedToken, AgainAndAgainIsRenewedAgainAndAgain) {
  const FaultyTenant tenant({"--projects", "60", "--rows", "2..6", "--dast-environments", "60"});
  for (const Product product : {Product::kSca, Product::kDast})
    expect_run(tenant, product, {{{"kind=revoke,from=5,every=30"}}});
}

}  // namespace
}  // namespace ingest::faults

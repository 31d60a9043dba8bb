// Faults after which nothing can be read: nothing is written, the latest run stays, and the status
// says whether it was the credentials or the network.
#include <gtest/gtest.h>
#include <signal.h>

#include "case_table.hpp"
#include "fault_run.hpp"

namespace ingest::faults {
namespace {

std::vector<Case> ends(const std::vector<std::string>& kinds, int status) {
  std::vector<Case> cases;
  for (const std::string& kind : kinds) cases.push_back({{kind}, Effect::kRunFails, status});
  return cases;
}

TEST(Credentials, ThatAreRefusedEndTheRun) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, ends({"status,code=400,service=iam", "status,code=401,service=iam",
                            "status,code=403,service=iam", "status,code=404,service=iam", "revoke",
                            "status,code=401"},
                           kCredentials));
}

// A 400 or 401 of the token service is final: a key is not tried again and again.
TEST(Credentials, AreNotTriedAgain) {
  const FaultyTenant tenant(small_tenant());
  for (const char* code : {"400", "401"}) {
    tenant.set_faults({std::string("kind=status,service=iam,code=") + code});
    Attempt attempt;
    run_ingest(attempt, tenant, Product::kSca);
    EXPECT_EQ(attempt.process.status, kCredentials) << attempt.process.err;
    EXPECT_EQ(tenant.struck(), std::vector<uint64_t>{1});
  }
}

// Neither are 400, 403 and 404 of the API.
TEST(FinalStatus, IsNotTriedAgain) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast})
    for (const char* code : {"400", "403", "404"}) {
      const Atom atom = atom_of({{std::string("status,{unit},code=") + code}}, product,
                                chosen_unit(tenant, product));
      tenant.set_faults(atom.specs);
      Attempt attempt;
      run_ingest(attempt, tenant, product);
      EXPECT_EQ(attempt.process.status, kPartial) << attempt.process.err;
      EXPECT_EQ(tenant.struck(), std::vector<uint64_t>{1}) << code;
    }
}

TEST(TokenService, ThatFailsForGoodEndsTheRun) {
  const FaultyTenant tenant(small_tenant());
  expect_each(
      tenant,
      ends({"status,code=408,service=iam", "status,code=429,service=iam",
            "status,code=500,service=iam", "status,code=502,service=iam",
            "status,code=503,service=iam", "status,code=504,service=iam", "redirect,service=iam",
            "close,service=iam", "close,at=body,service=iam", "reset,service=iam",
            "html,service=iam", "empty,service=iam", "null,service=iam", "array,service=iam",
            "text,service=iam", "garbage,bytes=100000,service=iam", "nesting,service=iam"},
           kNetwork));
}

TEST(Network, ThatIsGoneEndsTheRun) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, ends({"accept-close", "accept-reset", "accept-close,service=both",
                            "accept-reset,service=iam", "tls-broken", "tls-broken,service=iam"},
                           kNetwork));
}

TEST(Network, WhereNobodyListensEndsTheRun) {
  FaultyTenant tenant(small_tenant());
  tenant.process().signal(SIGTERM);
  tenant.process().wait(std::chrono::seconds(10));
  for (const Product product : {Product::kSca, Product::kDast}) {
    Attempt attempt;
    run_ingest(attempt, tenant, product);
    Expectation gone;
    gone.written = false;
    gone.statuses = {kNetwork};
    check_outcome(attempt, tenant, product, gone);
    EXPECT_NE(attempt.process.err.find("refused"), std::string::npos) << attempt.process.err;
  }
}

TEST(Network, ThatGoesAwayInMidRunLeavesTheLatestRun) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    Attempt attempt;
    tenant.set_faults({});
    run_ingest(attempt, tenant, product);
    ASSERT_EQ(attempt.process.status, kOk) << attempt.process.err;
    const auto latest = attempt.workspace.out() / name_of(product) / "latest";
    const auto before = std::filesystem::canonical(latest);
    tenant.set_faults({"kind=close,from=2"});
    run_ingest(attempt, tenant, product);
    EXPECT_EQ(attempt.process.status, kNetwork) << attempt.process.err;
    EXPECT_EQ(std::filesystem::canonical(latest), before);
  }
}

}  // namespace
}  // namespace ingest::faults

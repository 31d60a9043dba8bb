// Faults of the listing of all projects or environments, and of what decides which scan counts.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "case_table.hpp"
#include "fault_run.hpp"
#include "targets.hpp"

namespace ingest::faults {
namespace {

TEST(Listing, ThatMovesWhileItIsReadIsReadAgain) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, {{{"cap,rows=1,{listing}"}},
                       {{"cap,rows=4,{listing}"}},
                       {{"total,times=1,add=1,{listing}"}},
                       {{"total,times=1,add=500,{listing}"}},
                       {{"total,times=1,add=-1,{listing}"}},
                       {{"total,times=1,add=-7,{listing}"}},
                       {{"cap,rows=3,{listing}", "total,times=1,from=2,add=2,{listing}"}},
                       {{"omit,times=1,row=0,{listing}"}},
                       {{"omit,times=1,id={id},{listing}"}},
                       {{"cap,rows=3,{listing}", "move,times=1,from=2,{listing}"}},
                       {{"cap,rows=3,{listing}", "move,rows=2,times=1,from=3,{listing}"}},
                       {{"cap,rows=3,{listing}", "empty-page,times=1,from=2,{listing}"}}});
}

TEST(Listing, ThatDoesNotAddUpIsIncomplete) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant,
              {{{"total,add=1,{listing}"}, Effect::kListOverclaims},
               {{"total,add=500,{listing}"}, Effect::kListOverclaims},
               {{"cap,rows=4,{listing}", "total,add=2,{listing}"}, Effect::kListOverclaims},
               {{"total,add=-2,{listing}"}, Effect::kListOverclaims},
               {{"omit,id={id},{listing}"}, Effect::kUnitIsUnlisted},
               {{"cap,rows=3,{listing}", "omit,id={id},{listing}"}, Effect::kUnitIsUnlisted}});
}

TEST(Listing, WithAnUnreadableRowIsIncomplete) {
  const FaultyTenant tenant(small_tenant());
  std::vector<Case> cases;
  for (const char* damage :
       {"number", "string", "null", "array", "object", "no-id", "types", "leaf-types"})
    cases.push_back(
        {{std::string("bad-row,id={id},{listing},with=") + damage}, Effect::kUnitIsUnlisted});
  expect_each(tenant, cases);
}

// What was listed until then is delivered.
TEST(Listing, WhoseLaterPageFailsIsIncomplete) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    for (const char* kind : {"status,code=400", "status,code=403", "status,code=404",
                             "status,code=500", "status,code=429", "close", "close,at=body",
                             "json-cut", "html", "empty", "null", "array", "nesting"}) {
      Atom atom{{"kind=cap,rows=4," + listing(product),
                 "kind=" + std::string(kind) + "," + listing_from(product, 4)},
                Effect::kUnitsAreUnlisted};
      for (size_t i = 4; i < tenant.units(product).size(); ++i)
        atom.units.insert(tenant.units(product)[i].id);
      expect_run(tenant, product, {atom});
    }
  }
}

TEST(Listing, WhoseFirstPageFailsEndsTheRun) {
  const FaultyTenant tenant(small_tenant());
  std::vector<Case> cases = {{{"status,code=403,{listing}"}, Effect::kRunFails, kCredentials}};
  std::vector<std::string> kinds = lasting_kinds();
  kinds.push_back("tls-cut");
  for (const std::string& kind : kinds)
    cases.push_back({{kind + ",{listing}"}, Effect::kRunFails, kNetwork});
  expect_each(tenant, cases);
}

std::set<std::filesystem::path> runs_of(const std::filesystem::path& connection) {
  std::set<std::filesystem::path> runs;
  for (const auto& entry : std::filesystem::directory_iterator(connection))
    if (entry.is_directory() && !entry.is_symlink() && entry.path().filename().string()[0] != '.')
      runs.insert(entry.path());
  return runs;
}

// An empty answer would close everything downstream, so where there was something before, it is no
// success and does not become the latest run.
TEST(Listing, ThatIsEmptyAllOfASuddenIsIncomplete) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    for (const char* fault : {"empty-list", "empty-page"}) {
      SCOPED_TRACE(std::string(name_of(product)) + " " + fault);
      Attempt attempt;
      tenant.set_faults({});
      run_ingest(attempt, tenant, product);
      ASSERT_EQ(attempt.process.status, kOk) << attempt.process.err;
      const auto folder = attempt.workspace.out() / name_of(product);
      const auto good = std::filesystem::canonical(folder / "latest");
      tenant.set_faults({"kind=" + std::string(fault) + "," + listing(product)});
      run_ingest(attempt, tenant, product);
      EXPECT_EQ(attempt.process.status, kIncomplete) << attempt.process.err;
      EXPECT_EQ(std::filesystem::canonical(folder / "latest"), good);
      auto runs = runs_of(folder);
      runs.erase(good);
      ASSERT_EQ(runs.size(), 1U);
      const e2e::CommittedRun read(*runs.begin());
      EXPECT_EQ(read.run.status(), v1::RUN_STATUS_INCOMPLETE);
      EXPECT_FALSE(read.run.problems().empty());
    }
  }
}

TEST(Listing, ThatWasAlwaysEmptyIsComplete) {
  const FaultyTenant tenant({"--projects", "0", "--dast-environments", "0"});
  for (const Product product : {Product::kSca, Product::kDast}) {
    Attempt attempt;
    for (int n = 0; n < 2; ++n) {
      run_ingest(attempt, tenant, product);
      EXPECT_EQ(attempt.process.status, kOk) << attempt.process.err;
    }
  }
}

// A project that the answer leaves out was never scanned, as far as one answer can tell.
TEST(LastScans, ThatLeaveAProjectOutOnceAreAskedAgain) {
  const FaultyTenant tenant(small_tenant());
  const Unit& unit = chosen_unit(tenant, Product::kSca);
  expect_run(tenant, Product::kSca, {{{"kind=omit,times=1,match=/last-scan,id=" + unit.id}}});
}

TEST(LastScans, ThatFailForGoodFailTheirProjects) {
  const FaultyTenant tenant(small_tenant());
  for (const char* kind : {"status,code=400", "status,code=403", "status,code=404",
                           "status,code=500", "close", "html", "json-cut", "array", "empty"}) {
    Atom atom{{"kind=" + std::string(kind) + ",match=/last-scan"}, Effect::kRunFails};
    atom.exit_status = std::string(kind) == "status,code=403" ? kCredentials : kNetwork;
    expect_run(tenant, Product::kSca, {atom});
  }
}

}  // namespace
}  // namespace ingest::faults

// Pages of results that move, repeat, end too soon or claim too much.
#include <gtest/gtest.h>

#include "case_table.hpp"
#include "fault_run.hpp"

namespace ingest::faults {
namespace {

TEST(Paging, ThatAddsUpInTheEndEqualsTheTruth) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, {{{"cap,rows=1,{unit}"}},
                       {{"cap,rows=4,{unit}"}},
                       {{"cap,rows=4,pages=kept,{unit}"}},
                       {{"cap,rows=3,{unit}", "move,times=1,from=2,{unit}"}},
                       {{"cap,rows=5,{unit}", "move,rows=2,times=1,from=2,{unit}"}},
                       {{"cap,rows=3,{unit}", "empty-page,times=1,{page 2}"}},
                       {{"total,times=1,add=1,{unit}"}},
                       {{"total,times=1,add=1000,{unit}"}},
                       {{"total,times=1,add=-1,{unit}"}},
                       {{"total,times=1,add=-4,{unit}"}},
                       {{"total,times=1,set=0,{unit}"}},
                       {{"cap,rows=2,{unit}", "total,times=1,from=2,add=3,{unit}"}},
                       {{"cap,rows=2,{unit}", "total,times=1,from=2,add=-3,{unit}"}},
                       {{"omit,times=1,row=1,{unit}"}},
                       {{"empty-page,times=1,{unit}"}}});
}

TEST(Paging, ThatClaimsMoreThanComesIsIncomplete) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, {{{"total,add=1,{unit}"}, Effect::kUnitOverclaims},
                       {{"total,add=100000,{unit}"}, Effect::kUnitOverclaims},
                       {{"cap,rows=2,{unit}", "total,add=1,{unit}"}, Effect::kUnitOverclaims},
                       {{"total,add=-2,{unit}"}, Effect::kUnitOverclaims},
                       {{"total,set=0,{unit}"}, Effect::kUnitOverclaims}});
}

TEST(Paging, ThatKeepsRowsBackIsIncomplete) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant,
              {{{"cap,rows=2,{unit}", "same-page,{unit}"}, Effect::kRowsMayBeLost},
               {{"cap,rows=3,{unit}", "same-page,times=1,from=3,{unit}"}, Effect::kRowsMayBeLost},
               // Pages so small that a row that moves looks like another way to count.
               {{"cap,rows=2,{unit}", "move,times=1,from=2,{unit}"}, Effect::kRowsMayBeLost},
               {{"cap,rows=2,{unit}", "move,rows=1,{unit}"}, Effect::kRowsMayBeLost},
               {{"cap,rows=3,{unit}", "move,rows=2,{unit}"}, Effect::kRowsMayBeLost},
               {{"cap,rows=2,{unit}", "empty-page,{page 2}"}, Effect::kRowsMayBeLost},
               {{"omit,row=1,{unit}"}, Effect::kRowsMayBeLost},
               {{"empty-page,{unit}"}, Effect::kRowsMayBeLost}});
}

}  // namespace
}  // namespace ingest::faults

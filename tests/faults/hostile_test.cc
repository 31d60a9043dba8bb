// Answers made to do harm: the unit fails, or the run does, with bounded memory and in bounded
// time.
#include <gtest/gtest.h>

#include "case_table.hpp"
#include "fault_run.hpp"

namespace ingest::faults {
namespace {

// Of the release build; sanitizers keep what was freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long kMostKib = 4000 * 1024L;
#else
constexpr long kMostKib = 400 * 1024L;
#endif

constexpr const char* kHostile[] = {"garbage", "nesting", "nesting,depth=5000000", "long-string",
                                    "gzip-bomb"};

void expect_bounded(const FaultyTenant& tenant, Product product, const Atom& atom) {
  SCOPED_TRACE(std::string(name_of(product)) + " " + atom.specs.at(0));
  tenant.set_faults(atom.specs);
  Attempt attempt;
  run_ingest(attempt, tenant, product);
  check_outcome(attempt, tenant, product, expectation_of({atom}));
  EXPECT_LT(attempt.process.peak_kib, kMostKib);
}

TEST(HostileBody, OfOneUnitFailsItAndNoOther) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast})
    for (const char* kind : kHostile)
      expect_bounded(tenant, product,
                     atom_of({{std::string(kind) + ",{unit}"}, Effect::kUnitFails}, product,
                             chosen_unit(tenant, product)));
}

TEST(HostileBody, OfTheListingEndsTheRun) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast})
    for (const char* kind : kHostile)
      expect_bounded(tenant, product,
                     atom_of({{std::string(kind) + ",{listing}"}, Effect::kRunFails, kNetwork},
                             product, chosen_unit(tenant, product)));
}

TEST(HostileBody, OfTheTokenServiceEndsTheRun) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast})
    for (const char* kind : kHostile)
      expect_bounded(tenant, product,
                     atom_of({{std::string(kind) + ",service=iam"}, Effect::kRunFails, kNetwork},
                             product, chosen_unit(tenant, product)));
}

// Six at a time, each just below the bound of one answer.
TEST(HostileBody, OfAllUnitsAtOnceStaysBounded) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    tenant.set_faults(
        {atom_of({{"long-string,bytes=60000000,{results}"}}, product, chosen_unit(tenant, product))
             .specs.at(0)});
    Attempt attempt;
    run_ingest(attempt, tenant, product);
    EXPECT_FALSE(attempt.process.timed_out);
    EXPECT_TRUE(attempt.process.status >= kNetwork && attempt.process.status <= kIncomplete)
        << attempt.process.status << attempt.process.err;
    EXPECT_LT(attempt.process.peak_kib, 2 * kMostKib);
  }
}

}  // namespace
}  // namespace ingest::faults

// Random mixtures of faults by seed: each run equals what the tenant holds, or its status and its
// account say precisely what is missing.
//
//   INGEST_FAULT_MIXTURES=5000   so many mixtures instead of 200
//   INGEST_FAULT_SEED=137        only this one
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "fault_run.hpp"
#include "mixture.hpp"

namespace ingest::faults {
namespace {

constexpr uint64_t kGroups = 20;
#ifdef __SANITIZE_THREAD__
constexpr uint64_t kMixtures = 40;  // each takes ten times as long
#else
constexpr uint64_t kMixtures = 200;
#endif

std::optional<uint64_t> number_of(const char* variable) {
  const char* text = std::getenv(variable);
  if (text == nullptr || *text == '\0') return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

// Of the disputed points of the API each tenant takes other sides: none of them is a fault.
std::vector<std::string> flags_of(uint64_t group) {
  std::vector<std::string> flags = {
      "--seed", std::to_string(group + 1), "--projects", "13",          "--rows",
      "0..14",  "--dast-environments",     "10",         "--dast-rows", "0..14"};
  const auto add = [&flags](std::initializer_list<const char*> more) {
    flags.insert(flags.end(), more.begin(), more.end());
  };
  if (group % 2 == 0) add({"--gzip"});
  if (group % 3 == 0) add({"--engines-mixed"});
  if (group % 4 == 1) add({"--past-end-null"});
  if (group % 5 == 2) add({"--dast-from", "base1"});
  if (group % 5 == 3) add({"--dast-to", "inclusive"});
  if (group % 7 == 4) add({"--azp", "ide-integration"});
  return flags;
}

class Mixtures : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Mixtures, EqualTheTruthOrSayWhatIsMissing) {
  const uint64_t group = GetParam();
  const std::optional<uint64_t> only = number_of("INGEST_FAULT_SEED");
  if (only && *only % kGroups != group) return;
  const FaultyTenant tenant(flags_of(group));
  const uint64_t first = only.value_or(group);
  const uint64_t end = only ? *only + 1 : number_of("INGEST_FAULT_MIXTURES").value_or(kMixtures);
  for (uint64_t seed = first; seed < end; seed += kGroups) {
    SCOPED_TRACE("mixture " + std::to_string(seed) + ", repeated by\n  INGEST_FAULT_SEED=" +
                 std::to_string(seed) + " " INGEST_FAULTS_TEST " --gtest_filter='*Mixtures*/" +
                 std::to_string(group) + "'");
    for (const Product product : {Product::kSca, Product::kDast}) {
      expect_run(tenant, product, mixture_of(seed, product, tenant.units(product)));
      if (HasFailure()) return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Groups, Mixtures, ::testing::Range<uint64_t>(0, kGroups));

}  // namespace
}  // namespace ingest::faults

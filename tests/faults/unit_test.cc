// Faults of one project or environment that do not pass: it is reported as failed, the others are
// there to the last row, and the status is 6.
#include <gtest/gtest.h>

#include "case_table.hpp"
#include "fault_run.hpp"
#include "targets.hpp"

namespace ingest::faults {
namespace {

const std::vector<std::string>& lasting_faults() {
  static const std::vector<std::string> kKinds = [] {
    std::vector<std::string> kinds = lasting_kinds();
    for (const char* kind :
         {"status,code=403", "redirect,code=301", "redirect,code=307", "redirect,code=308",
          "close,at=headers", "reset,at=start", "tls-cut", "gzip-cut", "gzip-plain",
          "nesting,depth=1000000", "status,code=429,retry-after=3600",
          "status,code=503,retry-after=date+86400"})
      kinds.emplace_back(kind);
    return kinds;
  }();
  return kKinds;
}

std::vector<Case> at(const char* where) {
  std::vector<Case> cases;
  for (const std::string& kind : lasting_faults())
    cases.push_back({{kind + "," + where}, Effect::kUnitFails});
  return cases;
}

TEST(UnitFault, OfTheResultsFailsTheUnitAndNoOther) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, at("{unit}"));
}

TEST(UnitFault, OfTheSecondPageFailsTheUnitAndNoOther) {
  const FaultyTenant tenant(small_tenant());
  std::vector<Case> cases;
  for (const char* kind : {"status,code=500", "status,code=403", "status,code=404", "close", "html",
                           "json-cut", "null"})
    cases.push_back({{"cap,rows=2,{unit}", std::string(kind) + ",{page 2}"}, Effect::kUnitFails});
  expect_each(tenant, cases);
}

TEST(UnitFault, OfAnEnvironmentsScansFailsTheEnvironment) {
  const FaultyTenant tenant(small_tenant());
  const Unit& unit = chosen_unit(tenant, Product::kDast);
  for (const Case& entry : at("{scans},match={id}"))
    expect_run(tenant, Product::kDast, {atom_of(entry, Product::kDast, unit)});
}

// The last scans of many projects are asked for at once; where one of them is refused, the others
// do not suffer for it.
TEST(UnitFault, OfOneProjectInABatchFailsTheProject) {
  const FaultyTenant tenant(small_tenant());
  const Unit& unit = chosen_unit(tenant, Product::kSca);
  for (const char* code : {"400", "403", "404", "413", "414", "500"})
    expect_run(
        tenant, Product::kSca,
        {atom_of({{"status,{scans},match={id},code=" + std::string(code)}, Effect::kUnitFails},
                 Product::kSca, unit)});
}

TEST(UnitFault, OfTwoUnitsFailsBoth) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    std::vector<Atom> atoms;
    for (const Unit& unit : tenant.units(product))
      if (unit.rows >= 6 && atoms.size() < 2)
        atoms.push_back(
            atom_of({{"status,code=" + std::string(atoms.empty() ? "404" : "500") + ",{unit}"},
                     Effect::kUnitFails},
                    product, unit));
    expect_run(tenant, product, atoms);
  }
}

// All projects, all environments: then the run has the status of the failure.
TEST(UnitFault, OfEveryUnitFailsTheRun) {
  const FaultyTenant tenant(
      {"--projects", "3", "--rows", "8", "--dast-environments", "2", "--dast-rows", "8"});
  expect_each(tenant, {{{"status,code=403,{results}"}, Effect::kRunFails, kCredentials},
                       {{"status,code=500,{results}"}, Effect::kRunFails, kNetwork},
                       {{"status,code=404,{results}"}, Effect::kRunFails, kNetwork},
                       {{"html,{results}"}, Effect::kRunFails, kNetwork},
                       {{"status,code=403,{scans}"}, Effect::kRunFails, kCredentials},
                       {{"status,code=503,{scans}"}, Effect::kRunFails, kNetwork}});
}

// What failed and why is told on the terminal and in run.json.
TEST(UnitFault, IsToldByNameWithItsReason) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    const Unit& unit = chosen_unit(tenant, product);
    for (const char* code : {"403", "500"}) {
      const Atom atom = atom_of(
          {{"status,code=" + std::string(code) + ",{unit}"}, Effect::kUnitFails}, product, unit);
      tenant.set_faults(atom.specs);
      Attempt attempt;
      run_ingest(attempt, tenant, product);
      check_outcome(attempt, tenant, product, expectation_of({atom}));
      EXPECT_NE(attempt.process.err.find(unit.name), std::string::npos) << attempt.process.err;
      EXPECT_NE(attempt.process.err.find(code), std::string::npos) << attempt.process.err;
      const e2e::CommittedRun read(attempt.workspace.out() / name_of(product) / "latest");
      std::string reason;
      for (const v1::UnitAccount& account : read.run.accounts())
        if (account.report().unit() == unit.id) reason = account.report().reason();
      EXPECT_NE(reason.find(code), std::string::npos) << reason;
    }
  }
}

TEST(UnitFault, SlownessIsWaitedFor) {
  const FaultyTenant tenant(small_tenant());
  expect_each(tenant, {{{"latency,ms=700,{unit}"}}, {{"latency,ms=30,{results}"}}});
}

}  // namespace
}  // namespace ingest::faults

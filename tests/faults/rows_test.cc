// Rows that can't be read: each is a dead letter, the others are there, and the status is 7.
#include <gtest/gtest.h>

#include "case_table.hpp"
#include "fault_run.hpp"

namespace ingest::faults {
namespace {

TEST(Rows, ThatCannotBeReadAreDeadLetters) {
  const FaultyTenant tenant(small_tenant());
  std::vector<Case> cases;
  for (const char* damage : {"number", "string", "null", "array", "object", "deep", "no-id",
                             "types", "leaf-types", "utf8"})
    cases.push_back({{std::string("bad-row,id={row},{unit},with=") + damage}, Effect::kRowIsLost});
  expect_each(tenant, cases);
}

TEST(Rows, OfSeveralPagesOrUnitsAreDeadLettersEach) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    std::vector<Atom> atoms;
    for (const Unit& unit : tenant.units(product))
      if (unit.finding_ids.size() >= 6 && atoms.size() < 3)
        atoms.push_back(
            atom_of({{"bad-row,id={row},{unit},with=number"}, Effect::kRowIsLost}, product, unit));
    expect_run(tenant, product, atoms);
  }
}

// A wrong value in one field is no reason to lose the row, nor to invent another.
TEST(Rows, WithOneWrongFieldStayOrAreDeadLetters) {
  const FaultyTenant tenant(small_tenant());
  for (const Product product : {Product::kSca, Product::kDast}) {
    const Unit& unit = chosen_unit(tenant, product);
    const std::vector<const char*> fields =
        product == Product::kSca
            ? std::vector<const char*>{"severity",    "status",       "state",
                                       "description", "created",      "firstFoundAt",
                                       "foundAt",     "data",         "vulnerabilityDetails",
                                       "cweId",       "cvss",         "cveName",
                                       "type",        "similarityId", "packageIdentifier",
                                       "packageData"}
            : std::vector<const char*>{"severity", "status", "state",    "description",
                                       "name",     "url",    "method",   "path",
                                       "cwe_id",   "owasp",  "solution", "environment_id"};
    for (const char* field : fields)
      for (const char* damage : {"types", "nul", "range"})
        expect_run(
            tenant, product,
            {atom_of({{std::string("bad-row,id={row},{unit},with=") + damage + ",field=" + field},
                      Effect::kRowIsChanged},
                     product, unit)});
  }
}

}  // namespace
}  // namespace ingest::faults

// case_table.hpp - faults one by one, as tables: a SPEC with places in braces, and what it takes
// away. Places: {listing}, {scans}, {results}, {unit} (the unit's results), {page 2} (of them).
#pragma once

#include <string>
#include <vector>

#include "expectation.hpp"
#include "faulty_tenant.hpp"

namespace ingest::faults {

struct Case {
  std::vector<std::string> specs;
  Effect effect = Effect::kNothing;
  int exit_status = 0;  // of kRunFails
};

// The tenant of the single cases: thirteen projects and ten environments, a dozen rows each.
std::vector<std::string> small_tenant();
// A unit with a scan of at least six rows, in the middle of the listing.
const Unit& chosen_unit(const FaultyTenant& tenant, Product product);
Atom atom_of(const Case& entry, Product product, const Unit& unit);

// Each case alone, for both connectors.
void expect_each(const FaultyTenant& tenant, const std::vector<Case>& cases);

}  // namespace ingest::faults

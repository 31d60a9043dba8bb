#include "case_table.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "fault_run.hpp"
#include "targets.hpp"

namespace ingest::faults {
namespace {

std::string placed(std::string spec, Product product, const Unit& unit) {
  const std::vector<std::pair<std::string, std::string>> places = {
      {"{listing}", listing(product)},
      {"{scans}", scans(product)},
      {"{results}", results(product)},
      {"{unit}", results_of(product, unit)},
      {"{page 2}", second_page_of(product, unit)},
      {"{id}", unit.id},
      {"{row}", unit.finding_ids.at(1)}};
  for (const auto& [name, value] : places) {
    const size_t at = spec.find(name);
    if (at != std::string::npos) spec.replace(at, name.size(), value);
  }
  return spec;
}

}  // namespace

std::vector<std::string> small_tenant() {
  return {"--projects", "13",          "--rows", "6..12", "--dast-environments",
          "10",         "--dast-rows", "6..12",  "--gzip"};
}

const Unit& chosen_unit(const FaultyTenant& tenant, Product product) {
  const std::vector<Unit>& units = tenant.units(product);
  for (size_t i = units.size() / 2; i < units.size(); ++i)
    if (units[i].finding_ids.size() >= 6) return units[i];
  throw std::logic_error("the tenant has no unit for the test");
}

Atom atom_of(const Case& entry, Product product, const Unit& unit) {
  Atom atom;
  for (const std::string& spec : entry.specs)
    atom.specs.push_back(placed("kind=" + spec, product, unit));
  atom.effect = entry.effect;
  atom.unit = unit.id;
  atom.finding = unit.finding_ids.at(1);
  atom.exit_status = entry.exit_status;
  return atom;
}

void expect_each(const FaultyTenant& tenant, const std::vector<Case>& cases) {
  for (const Product product : {Product::kSca, Product::kDast})
    for (const Case& entry : cases)
      expect_run(tenant, product, {atom_of(entry, product, chosen_unit(tenant, product))});
}

}  // namespace ingest::faults

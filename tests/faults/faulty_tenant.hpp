// faulty_tenant.hpp - a simulated tenant whose faults change from case to case, and what its units
// hold. One test thread owns it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenant.hpp"

namespace ingest::faults {

enum class Product { kSca, kDast };
const char* name_of(Product product);

// A project or an environment, as the truth has it.
struct Unit {
  std::string id;
  std::string name;
  std::string scan_id;  // of the scan that counts; empty: none
  uint64_t rows = 0;    // of that scan, all engines
  // Of its findings, in the order of the rows: the source's ids, and what tells them apart.
  std::vector<std::string> finding_ids;
  std::vector<std::string> finding_keys;
};

class FaultyTenant : public e2e::Tenant {
 public:
  explicit FaultyTenant(const std::vector<std::string>& flags);

  // Takes the place of all faults there are.
  void set_faults(const std::vector<std::string>& specs) const;
  // How often each struck, in the order given.
  std::vector<uint64_t> struck() const;
  // In the order in which the source lists them.
  const std::vector<Unit>& units(Product product) const;

 private:
  std::string admin(const std::string& method, const std::string& body) const;

  std::vector<Unit> projects_;
  std::vector<Unit> environments_;
};

}  // namespace ingest::faults

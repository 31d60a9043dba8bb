// case_table.cc - all cases, by theme.
#include <vector>

#include "conformance/case.hpp"

namespace ingest::host::conformance {

std::span<const Case> all_cases() {
  static const std::vector<Case>& all = *new std::vector<Case>([] {
    std::vector<Case> cases;
    for (const auto theme :
         {file_cases, library_cases, descriptor_cases, create_cases, instance_cases, process_cases,
          memory_cases, error_cases, stop_cases, unit_cases, check_cases, http_cases, record_cases,
          transform_cases, row_cases, secrecy_cases, host_cases})
      for (const Case& one : theme()) cases.push_back(one);
    return cases;
  }());
  return all;
}

const Case* find_case(std::string_view name) {
  for (const Case& one : all_cases())
    if (name == one.name) return &one;
  return nullptr;
}

}  // namespace ingest::host::conformance

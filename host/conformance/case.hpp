// case.hpp - one thing that must hold of a connector, and how it is tried.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "conformance/outcome.hpp"
#include "conformance/subject.hpp"

namespace ingest::host::conformance {

class Trial;

struct Case {
  const char* name;      // "sink-refusal-stops"
  const char* sentence;  // what holds when it passes
  Ready needs;
  void (*run)(Trial& trial);  // throws Fault or Skipped; returns when all is well
};

// By theme, in the order in which they are shown.
std::span<const Case> all_cases();
const Case* find_case(std::string_view name);

// The themes, one file each.
std::span<const Case> file_cases();
std::span<const Case> library_cases();
std::span<const Case> descriptor_cases();
std::span<const Case> create_cases();
std::span<const Case> instance_cases();
std::span<const Case> process_cases();
std::span<const Case> memory_cases();
std::span<const Case> error_cases();
std::span<const Case> stop_cases();
std::span<const Case> unit_cases();
std::span<const Case> check_cases();
std::span<const Case> http_cases();
std::span<const Case> record_cases();
std::span<const Case> transform_cases();
std::span<const Case> row_cases();
std::span<const Case> secrecy_cases();
std::span<const Case> host_cases();

// Runs it here and now, whatever it does to this process, which is confined from then on; on_stage
// is told what is about to be done. A subject that is not ready for the case yields kSkip.
Verdict run_case(const Case& one, const Subject& subject,
                 const std::function<void(std::string_view)>& on_stage);

}  // namespace ingest::host::conformance

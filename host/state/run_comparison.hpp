// run_comparison.hpp - what two runs' findings have not in common. Reads the files of findings as
// streams; of each finding of the earlier run 32 bytes are held, of the later run none. One thread.
#pragma once

#include <ingest/v1/finding.pb.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ingest::host {

struct FindingExample {
  std::string id;
  std::string name;
  v1::Severity severity = v1::SEVERITY_UNSPECIFIED;
};

// Findings of one kind, counted by severity.
struct FindingGroup {
  std::uint64_t count = 0;
  std::array<std::uint64_t, v1::Severity_ARRAYSIZE> by_severity{};
  std::vector<FindingExample> examples;  // the gravest, then by id
};

struct RunComparison {
  FindingGroup fresh;    // only in the later one; by its severities
  FindingGroup gone;     // only in the earlier one; by its severities
  FindingGroup changed;  // in both by id, with another fingerprint; by the later one's severities
  std::uint64_t same = 0;
};

// Two findings.binpb. Throws a Failure when one can't be read or is damaged.
RunComparison compare_findings(const std::filesystem::path& earlier,
                               const std::filesystem::path& later, std::size_t examples);

}  // namespace ingest::host

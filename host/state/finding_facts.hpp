// finding_facts.hpp - what a comparison needs of a finding, read off its bytes without building the
// message: there may be a million of them. Pure, thread-safe.
#pragma once

#include <ingest/v1/finding.pb.h>

#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

struct FindingFacts {
  std::string id;
  std::string fingerprint;
  std::string name;
  v1::Severity severity = v1::SEVERITY_UNSPECIFIED;
};

// Reuses facts' memory. False when the bytes are no finding.
[[nodiscard]] bool read_facts(std::string_view record, FindingFacts& facts);

}  // namespace ingest::host

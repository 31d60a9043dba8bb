// slowness.hpp - what limits on time are multiplied with, since a sanitizer makes everything
// slower.
#pragma once

#include "sandbox/sanitized.hpp"

namespace ingest::host::conformance {

inline constexpr int kSlowness = kSanitized ? 4 : 1;

}  // namespace ingest::host::conformance

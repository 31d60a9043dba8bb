// tell_failure.hpp - a Failure on stderr: what went wrong, then what to do. [thread-safe]
#pragma once

#include "diagnostics/failure.hpp"

namespace ingest::host {

void tell_failure(const Failure& failure);

}  // namespace ingest::host

// run_stop.hpp - how a run that ends before its end says so: what is kept, how to go on.
// [thread-safe]
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "diagnostics/failure.hpp"
#include "run/run_request.hpp"

namespace ingest::host {

// "12 projects"; "1 of the projects".
std::string count_text(std::uint64_t units, const RunRequest& request);

// Stopped by a signal, with so many units kept.
Failure stopped(const RunRequest& request, std::uint64_t kept);

// The failure, with what is kept of the run.
Failure with_kept(const Failure& failure, const RunRequest& request, std::uint64_t kept);

// Throws when the request was cancelled.
void throw_when_stopped(const RunRequest& request, std::uint64_t kept = 0);

}  // namespace ingest::host

// run_id.hpp - names of runs: the time, to sort by, and a random part, to be unique.
#pragma once

#include <chrono>
#include <string>

namespace ingest::host {

// "20261122T173056Z-4f1c2a", in UTC.
std::string new_run_id(std::chrono::system_clock::time_point now);

}  // namespace ingest::host

// workers.hpp - the worker process of a run that is under way, found from outside of it.
#pragma once

#include <filesystem>
#include <string>

#include "process.hpp"

namespace ingest::e2e {

bool is_worker(const std::string& pid);

// Its process id, or empty if there was none in 30 s.
std::string worker_of(const Process& run);

// Waits until two units below out have their ends, which are written last; false after 30 s.
bool two_units_written(const std::filesystem::path& out);

}  // namespace ingest::e2e

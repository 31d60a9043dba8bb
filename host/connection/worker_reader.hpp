// worker_reader.hpp - the worker section of a connection file. Thread-safe.
#pragma once

#include "connection/worker_limits.hpp"
#include "connection/yaml_value.hpp"

namespace ingest::host {

WorkerLimits read_worker(const YamlValue& section);

}  // namespace ingest::host

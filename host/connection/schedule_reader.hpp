// schedule_reader.hpp - the schedule section of a connection file. Thread-safe.
#pragma once

#include "connection/connection.hpp"
#include "connection/yaml_value.hpp"

namespace ingest::host {

Schedule read_schedule(const YamlValue& section);

}  // namespace ingest::host

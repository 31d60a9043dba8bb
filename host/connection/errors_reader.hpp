// errors_reader.hpp - the errors section of a connection file. Thread-safe.
#pragma once

#include "connection/tolerance.hpp"
#include "connection/yaml_value.hpp"

namespace ingest::host {

Tolerance read_errors(const YamlValue& section);

}  // namespace ingest::host

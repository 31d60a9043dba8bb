// http_reader.hpp - the http section of a connection file. Thread-safe.
#pragma once

#include <filesystem>

#include "connection/connection.hpp"
#include "connection/yaml_value.hpp"

namespace ingest::host {

// folder is what a relative ca_file starts from.
HttpOptions read_http(const YamlValue& section, const std::filesystem::path& folder);

}  // namespace ingest::host

// yaml_json.hpp - what a YAML file says, as JSON; all scalars are texts. Pure, thread-safe.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace ingest::host {

// yaml is a connection file that reads well, and so is shallow.
boost::json::value yaml_as_json(const std::string& yaml);

}  // namespace ingest::host

// output.hpp - data on its way to stdout. A reader that went away (a closed pipe) ends the output
// without fuss; a full disk does not. One thread.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

namespace ingest::host {

// False when nobody reads any more. Throws Failure (kInternal) when writing fails otherwise.
bool print(std::string_view text);

// Indented JSON and a line's end.
bool print_json(const boost::json::value& value);

}  // namespace ingest::host

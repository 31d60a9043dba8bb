// json_end.hpp - whether a JSON text stops before its end. Not a parser: it follows strings and
// counts brackets, so that a page which broke off is told from one that is merely wrong. Pure.
#pragma once

#include <string_view>

namespace ingest::host::http {

// True when the text begins with '{' or '[' (after blanks, or a byte order mark) and ends inside.
bool json_breaks_off(std::string_view text);

}  // namespace ingest::host::http

// errors_reader.cc - see errors_reader.hpp.
#include "connection/errors_reader.hpp"

#include <string>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {

Tolerance read_errors(const YamlValue& section) {
  Tolerance tolerance;
  for (const YamlValue& value : section.members({"tolerance"})) {
    const std::string text = value.text();
    const auto parsed = Tolerance::parse(text);
    if (!parsed)
      value.fail("is '" + plain_text(text, 80) +
                     "'; it can be none, a number of rows such as 25, or a share of the rows "
                     "received such as 2%",
                 nearest(text, {"none"}).empty() ? "" : "did you mean 'none'?");
    tolerance = *parsed;
  }
  return tolerance;
}

}  // namespace ingest::host

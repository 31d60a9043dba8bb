// results_page.hpp - one answer of the results service, rid of what may hold credentials.
//
// Rows of the list hold no traffic as far as is known; members that are not named in the allow
// list are dropped all the same, since a newer service may put some into them. Pure functions.
// [thread-safe]
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace checkmarx::dast {

struct ResultsPage {
  boost::json::array rows;        // objects by allow list; what is none is withheld
  std::vector<uint64_t> keys;     // one a row: what tells it from others of its scan
  std::optional<uint64_t> total;  // results of the scan
  std::optional<uint64_t> pages;  // the service may leave it out
};

// what names the answer in errors. Throws INGEST_E_BAD_DATA when the body is no JSON object, breaks
// off or has no results.
ResultsPage read_results_page(std::string_view body, std::string_view what);

// {"results": [...]}: the body that leaves the connector.
std::string results_body(boost::json::array rows);

}  // namespace checkmarx::dast

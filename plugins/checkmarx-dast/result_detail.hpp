// result_detail.hpp - what is kept of the detail of one result. Pure functions. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

namespace checkmarx::dast {

// The members that say when, how sure and where to read more; with evidence also what the scanner
// sent and saw, without the credentials in it. body is the answer of the service, flat or wrapped
// in "results". Throws INGEST_E_BAD_DATA when it is no detail of the result with this id.
boost::json::object read_detail(std::string_view body, std::string_view id, bool evidence);

}  // namespace checkmarx::dast

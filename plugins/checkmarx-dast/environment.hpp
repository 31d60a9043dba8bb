// environment.hpp - what fetch knows of an environment and of the scan whose results count, and how
// it travels to transform: as a page's context. Plain data; the functions are pure. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "checkmarx-dast/scan.hpp"

namespace checkmarx::dast {

struct Environment {
  std::string id;
  std::string name;            // for people
  boost::json::object source;  // by allow list: scanConfig and settings hold credentials
};

Environment read_environment(boost::json::object row);

// {"environment": {...}, "scan": {...}, "base": "https://..."}; without "scan" when there is none.
// base is where the web interface is.
std::string context_of(const Environment& environment, const Scan& scan, std::string_view base);

}  // namespace checkmarx::dast

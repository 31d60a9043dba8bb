// plugin_page.hpp - a connector's own description as a page for people, or as JSON. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>

#include "vetting/inspection.hpp"

namespace ingest::host {

// Of one that is fine. width: columns to wrap at; 0: never.
std::string plugin_page(const Inspection& inspection, std::size_t width);

boost::json::object plugin_json(const Inspection& inspection);

}  // namespace ingest::host

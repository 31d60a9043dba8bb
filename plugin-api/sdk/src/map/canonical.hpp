// canonical.hpp - rows, sources and conditions of a map written in one way, so that equal ones have
// equal texts. They need not be right. Thread-safe.
#pragma once

#include <boost/json.hpp>

namespace ingest::sdk::map {

// Keys sorted, nothing else changed.
boost::json::value sorted(const boost::json::value& value);

// A row or a source within one: keys sorted, a path alone as {from: PATH}, without what changes no
// value (note, published, identifier, what is the default anyhow).
boost::json::value canonical_source(const boost::json::value& source);

}  // namespace ingest::sdk::map

// pointer.hpp - JSON pointers (RFC 6901). Thread-safe.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace ingest::sdk::map {

// pointer with one more token.
std::string child(const std::string& pointer, std::string_view key);
std::string child(const std::string& pointer, std::size_t index);

// The pointer to the value at that address within document, or to the object or array that it
// holds; "" when it is not in there.
std::string pointer_of(const boost::json::value& document, const void* address);

}  // namespace ingest::sdk::map

// field_path.hpp - the fields of a source's object as the paths that a map would reach them by.
// Pure, thread-safe.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace ingest::host {

// Where an object hangs: what paths start at.
enum class PathStart { kRoot, kRow };

// Calls visit with each field that holds a scalar which is not empty (null, ""): its path as a map
// would write it, "findings[].tags[].key", and its place, which is the same path without what only
// says that there is a list. One in a list of several comes several times. Paths longer than a map
// may hold are left out.
using VisitField = std::function<void(const std::string& path, const std::string& place,
                                      const boost::json::value& value)>;
void each_field(const boost::json::object& object, PathStart start, const VisitField& visit);

// The place of a path as a map writes it; what is no path has a place of its own.
std::string place_of(std::string_view path);

// A place is within itself and within those of the objects that hold it.
bool is_within(std::string_view place, std::string_view outer) noexcept;

}  // namespace ingest::host

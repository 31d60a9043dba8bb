// usual_connection.hpp - the connection that a map is looked at with when a command names none: the
// one that was recorded, the only one that uses the map, or the only one of the map's connector.
#pragma once

#include <filesystem>
#include <string>

#include "run/open_connection.hpp"

namespace ingest::host {

// A path or name, as OpenConnection takes it. recording may be empty. Throws a Failure (kUsage)
// that lists the connections to choose from when there is not exactly one.
std::string usual_connection(const std::string& map, const std::filesystem::path& recording,
                             const Surroundings& surroundings);

}  // namespace ingest::host

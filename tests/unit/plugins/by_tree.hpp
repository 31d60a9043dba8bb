// by_tree.hpp - what transform has to give, made the long way: each row as a tree of its own,
// through the map with the messages' own code. What is emitted is put together as the fuzz targets
// do: payloads, each with a line end. Throws as transform does.
#pragma once

#include <string>
#include <string_view>

#include "ingest/sdk/connector.hpp"

namespace checkmarx {

namespace sca {
struct Settings;
std::string by_tree(const Settings& settings, const ingest::sdk::Page& page);
}  // namespace sca

namespace dast {
struct Settings;
std::string by_tree(const Settings& settings, const ingest::sdk::Page& page);
}  // namespace dast

}  // namespace checkmarx

// plugin_page.hpp - a connector's own description as a page for people, or as JSON. Pure.
#pragma once

#include <ingest/v1/descriptor.pb.h>

#include <boost/json/object.hpp>
#include <cstddef>
#include <filesystem>
#include <string>

namespace ingest::host {

// width: columns to wrap at; 0: never.
std::string plugin_page(const v1::ConnectorDescriptor& connector, const std::filesystem::path& file,
                        std::size_t width);

boost::json::object plugin_json(const v1::ConnectorDescriptor& connector,
                                const std::filesystem::path& file, const std::string& sha256);

}  // namespace ingest::host

// mapping.hpp - what the connector is, and what of the service becomes which field. Pure functions.
#pragma once

#include <ingest/sdk/messages.hpp>

#include <boost/json.hpp>
#include <cstdint>
#include <string>

inline constexpr const char* kId = "@NAME@";
inline constexpr const char* kVersion = "1.0.0";
inline constexpr const char* kVendor = "Example";
inline constexpr const char* kProduct = "@TITLE@";

// A serialized ingest.v1.ConnectorDescriptor: what "ingest plugins show @NAME@" prints, and what
// connection files are checked against.
std::string details();

ingest::v1::Asset asset_of(const ingest::sdk::Page& page);

// Emits what becomes of the row, once: filtered, rejected, or a finding.
void map_row(const ingest::sdk::Page& page, std::uint64_t number, const boost::json::object& row,
             const ingest::sdk::Sink& sink);

// plugin_rows.hpp - connectors' files as rows, for people and as JSON. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "cli/table.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {

Table plugin_table(const std::vector<CatalogEntry>& entries);
boost::json::object plugin_row_json(const CatalogEntry& entry);

// "1", or "1 of 1, 2" when it exports several; "-" when there is none.
std::string abi_text(const Inspection& inspection);

// What every listing of one says of how it was vetted: abi, trust, remembered, seconds, sha256.
void add_vetting(boost::json::object& object, const Inspection& inspection);

}  // namespace ingest::host

// row_mapper.hpp - the rows of a page on their way through the map: to findings, to the rows that
// were left out, to the dead letters. One thread; one a page.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "checkmarx-one/filtered_rows.hpp"
#include "checkmarx-one/row_visitor.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "ingest/v1/asset.pb.h"

namespace checkmarx::one {

// Its class is not set. unit is "project": what the root object is called. Throws
// INGEST_E_BAD_DATA when it can't be mapped.
ingest::v1::Asset map_asset(const ingest::sdk::TransformMap& map, const boost::json::object& root,
                            std::string_view unit);

// What all findings of a page have in common.
struct PageFacts {
  const std::string& scan_id;
  std::string external_asset_id;  // as the map makes it
  ingest::v1::AssetClass asset_class;
};

class RowMapper final : public RowVisitor {
 public:
  // All are borrowed until the last row.
  RowMapper(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink, PageFacts facts,
            FilteredRows& filtered);
  void row(uint64_t number, std::string_view text, ingest::sdk::RowReader& row) override;
  void rejected(uint64_t number, std::string_view text, const std::string& reason) override;

 private:
  const ingest::sdk::Page& page_;
  const ingest::sdk::Sink& sink_;
  const PageFacts facts_;
  FilteredRows& filtered_;
};

}  // namespace checkmarx::one

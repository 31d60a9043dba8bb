// row_visitor.hpp - who is told of the rows of a page, one after the other: transform, which maps
// them, and ingest.rows/1, which shows them. One thread; rows and texts are lent for the call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/sdk/map/row_reader.hpp"

namespace checkmarx::one {

class RowVisitor {
 public:
  virtual ~RowVisitor() = default;
  // One for the map, with what the connector computes of it. text is as the page holds it.
  virtual void row(uint64_t number, std::string_view text, ingest::sdk::RowReader& row) = 0;
  // One that never gets to the map.
  virtual void rejected(uint64_t number, std::string_view text, const std::string& reason) = 0;
};

}  // namespace checkmarx::one

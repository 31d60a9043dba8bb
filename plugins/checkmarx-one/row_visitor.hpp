// row_visitor.hpp - who is told of the rows of a page, one after the other: transform, which maps
// them, and ingest.rows/1, which shows them. One thread; objects and texts are lent for the call.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/sdk/rows.hpp"

namespace checkmarx::one {

class RowVisitor {
 public:
  virtual ~RowVisitor() = default;
  // One for the map, with what the connector computes of it. text is as the page holds it.
  virtual void row(uint64_t number, std::string_view text, boost::json::object& row) = 0;
  // One that never gets to the map.
  virtual void rejected(uint64_t number, std::string_view text, const std::string& reason) = 0;
};

class RowHandover final : public RowVisitor {
 public:
  explicit RowHandover(const ingest::sdk::RowSink& sink) : sink_(sink) {}
  void row(uint64_t number, std::string_view, boost::json::object& row) override {
    sink_.row(number, boost::json::serialize(row));
  }
  void rejected(uint64_t, std::string_view, const std::string&) override {}

 private:
  const ingest::sdk::RowSink& sink_;
};

}  // namespace checkmarx::one

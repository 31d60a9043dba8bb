// row_handover.hpp - the rows of a page as ingest.rows/1 shows them: each whole, as a tree. One
// thread; one a page.
#pragma once

#include <boost/json/object.hpp>
#include <functional>

#include "checkmarx-one/row_parser.hpp"
#include "checkmarx-one/row_visitor.hpp"
#include "ingest/sdk/rows.hpp"

namespace checkmarx::one {

class RowHandover final : public RowVisitor {
 public:
  // add_facts: puts into a row what the connector computes of it. The sink is borrowed.
  RowHandover(const ingest::sdk::RowSink& sink, std::function<void(boost::json::object&)> add_facts)
      : sink_(sink), add_facts_(std::move(add_facts)) {}
  void row(uint64_t number, std::string_view text, ingest::sdk::RowReader& row) override;
  void rejected(uint64_t, std::string_view, const std::string&) override {}

 private:
  const ingest::sdk::RowSink& sink_;
  std::function<void(boost::json::object&)> add_facts_;
  RowParser parser_;
};

}  // namespace checkmarx::one

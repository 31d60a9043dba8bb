// page_source.hpp - a page as the transform map sees it: the environment with its scan, and those
// of the rows that are the map's to judge. Pure functions. [thread-safe]
#pragma once

#include <boost/json/object.hpp>

#include "checkmarx-dast/row_facts.hpp"
#include "checkmarx-one/row_visitor.hpp"
#include "ingest/sdk/connector.hpp"

namespace checkmarx::dast {

struct PageSource {
  boost::json::object root;  // the environment, with the scan under $scan
  RowContext row;
};

// From the page's context. Throws INGEST_E_BAD_DATA.
PageSource read_source(const ingest::sdk::Page& page);

// Each row of a page of results is read on its own, by plan (row_facts.hpp), what is wrong with one
// costs no other, and comes out once. Throws INGEST_E_BAD_DATA when the page is none, which may be
// after some rows.
void visit_rows(const ingest::sdk::Page& page, const PageSource& source,
                const ingest::sdk::RowPlan& plan, one::RowVisitor& visitor);

}  // namespace checkmarx::dast

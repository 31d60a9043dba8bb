// page_source.hpp - a page as the transform map sees it: the project with its scan, and those of
// the rows that are the map's to judge. Pure functions. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "checkmarx-one/filtered_rows.hpp"
#include "checkmarx-one/row_visitor.hpp"
#include "checkmarx-sca/settings.hpp"
#include "ingest/sdk/connector.hpp"

namespace checkmarx::sca {

struct PageSource {
  boost::json::object root;  // the project, with the scan under $scan
  std::string scan_id;
  bool has_repo_url = false;
};

// From the page's context. Throws INGEST_E_BAD_DATA.
PageSource read_source(const ingest::sdk::Page& page);

// Each row of a page of results is read on its own, by plan (row_facts.hpp), what is wrong with one
// costs no other, and comes out once: to the visitor, or to filtered. Throws INGEST_E_BAD_DATA when
// the page is none, which may be after some rows.
void visit_rows(const ingest::sdk::Page& page, const PageSource& source,
                const ingest::sdk::RowPlan& plan, const Scope& scope, one::RowVisitor& visitor,
                one::FilteredRows& filtered);

}  // namespace checkmarx::sca

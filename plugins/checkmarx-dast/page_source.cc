// page_source.cc - see page_source.hpp.
#include "checkmarx-dast/page_source.hpp"

#include "checkmarx-one/row_walk.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {

namespace json = ingest::sdk::json;

PageSource read_source(const ingest::sdk::Page& page) {
  json::Limits limits;
  limits.bytes = INGEST_CONTEXT_MAX;
  const boost::json::object context =
      json::parse_object(page.context(), "the page's context", limits);
  PageSource source;
  source.root = json::object_at(context, "environment");
  const boost::json::object& scan = json::object_at(context, "scan");
  source.row.scan = json::text_at(scan, "scanId");
  source.row.link = link_prefix(json::text_at(context, "base"),
                                json::text_at(source.root, "environmentId"), source.row.scan);
  source.root["$scan"] = scan;
  return source;
}

void visit_rows(const ingest::sdk::Page& page, const PageSource& source,
                const ingest::sdk::RowPlan& plan, one::RowVisitor& visitor) {
  ingest::sdk::RowReader row(plan, source.root);
  one::RowWalk rows(page.body(), "the results", row);
  while (rows.next()) {
    if (rows.fault().empty()) {
      add_facts(row, source.row);
      visitor.row(rows.number(), rows.text(), row);
    } else {
      visitor.rejected(rows.number(), rows.text(), rows.fault());
    }
  }
}

}  // namespace checkmarx::dast

// page_source.cc - see page_source.hpp.
#include "checkmarx-dast/page_source.hpp"

#include <string>
#include <string_view>

#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
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
  source.row.base = json::text_at(context, "base");
  source.row.environment = json::text_at(source.root, "environmentId");
  source.row.scan = json::text_at(scan, "scanId");
  source.root["$scan"] = scan;
  return source;
}

void visit_rows(const ingest::sdk::Page& page, const PageSource& source, one::RowVisitor& visitor) {
  const one::PageRows rows = one::read_page_rows(page.body(), "results", "the results");
  one::RowParser parser;
  uint64_t number = 0;
  for (const std::string_view text : rows.rows) {
    const uint64_t here = number++;
    boost::json::object* row = parser.parse(text);
    const std::string fault = row == nullptr ? parser.reason() : one::withheld_reason(*row);
    if (fault.empty()) {
      add_facts(*row, source.row);
      visitor.row(here, text, *row);
    } else {
      visitor.rejected(here, text, fault);
    }
  }
}

}  // namespace checkmarx::dast

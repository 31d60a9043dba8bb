// page_source.cc - see page_source.hpp.
#include "checkmarx-sca/page_source.hpp"

#include <string_view>

#include "checkmarx-one/row_walk.hpp"
#include "checkmarx-sca/row_facts.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;

constexpr char kNoRepository[] = "no repository URL, and only code-repository is selected";

std::string engine_reason(std::string_view type) {
  std::string name;
  for (const char c : type.substr(0, 40)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    name.push_back(plain ? c : '?');
  }
  return "engine " + name;
}

}  // namespace

PageSource read_source(const ingest::sdk::Page& page) {
  json::Limits limits;
  limits.bytes = INGEST_CONTEXT_MAX;
  boost::json::object context = json::parse_object(page.context(), "the page's context", limits);
  PageSource source;
  source.root = json::object_at(context, "project");
  const boost::json::object& scan = json::object_at(context, "scan");
  source.scan_id = json::text_at(scan, "id");
  source.has_repo_url =
      !json::string_at(source.root, "repoUrl").empty() || !json::string_at(scan, "repoUrl").empty();
  source.root["$scan"] = scan;
  return source;
}

void visit_rows(const ingest::sdk::Page& page, const PageSource& source,
                const ingest::sdk::RowPlan& plan, const Scope& scope, one::RowVisitor& visitor,
                one::FilteredRows& filtered) {
  const bool no_asset = !scope.generic_application && !source.has_repo_url;
  ingest::sdk::RowReader row(plan, source.root);
  one::RowWalk rows(page.body(), "the results", row);
  while (rows.next()) {
    if (!rows.fault().empty()) {
      visitor.rejected(rows.number(), rows.text(), rows.fault());
      continue;
    }
    const std::string_view type = row.string(kType);
    if (type.empty()) {
      visitor.rejected(rows.number(), rows.text(), "the row does not say which engine found it");
    } else if (type != kEngine) {
      filtered.add_named_by_source(engine_reason(type), "engine other");
    } else if (!scope.vulnerabilities) {
      filtered.add("findings are not selected");
    } else if (no_asset) {
      filtered.add(kNoRepository);
    } else {
      add_facts(row);
      visitor.row(rows.number(), rows.text(), row);
    }
  }
}

}  // namespace checkmarx::sca

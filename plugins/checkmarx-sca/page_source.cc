// page_source.cc - see page_source.hpp.
#include "checkmarx-sca/page_source.hpp"

#include <string_view>

#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
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

void visit_rows(const ingest::sdk::Page& page, const PageSource& source, const Scope& scope,
                one::RowVisitor& visitor, one::FilteredRows& filtered) {
  const bool no_asset = !scope.generic_application && !source.has_repo_url;
  const one::PageRows rows = one::read_page_rows(page.body(), "results", "the results");
  one::RowParser parser;
  uint64_t number = 0;
  for (const std::string_view text : rows.rows) {
    const uint64_t here = number++;
    boost::json::object* row = parser.parse(text);
    std::string fault = row == nullptr ? parser.reason() : one::withheld_reason(*row);
    if (fault.empty()) {
      const std::string_view type = json::string_at(*row, "type");
      if (type.empty()) {
        fault = "the row does not say which engine found it";
      } else if (type != "sca") {
        filtered.add_named_by_source(engine_reason(type), "engine other");
      } else if (!scope.vulnerabilities) {
        filtered.add("findings are not selected");
      } else if (no_asset) {
        filtered.add(kNoRepository);
      } else {
        add_facts(*row);
        visitor.row(here, text, *row);
      }
    }
    if (!fault.empty()) visitor.rejected(here, text, fault);
  }
}

}  // namespace checkmarx::sca

// results_page.cc - see results_page.hpp.
#include "checkmarx-dast/results_page.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "checkmarx-dast/allow_list.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "checkmarx-one/source_text.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;

constexpr std::array<std::string_view, 5> kNote = {"note_text", "created_by", "created_at",
                                                   "severity", "state"};

constexpr std::array<Allowed, 18> kRow = {{
    {"id"},
    {"severity"},
    {"state"},
    {"status"},
    {"name"},
    {"description"},
    {"solution"},
    {"url"},
    {"method"},
    {"path"},
    {"cwe_id"},
    {"environment_id"},
    {"scan_type"},
    {"similarity_id_2"},
    {"alert_similarity_id"},
    {"owasp", Form::kTexts},
    {"notes_data", Form::kObjects, kNote},
    {"changelog_data", Form::kObjects, kNote},
}};

boost::json::object clean_row(boost::json::object& row) {
  boost::json::object kept = keep(row, kRow);
  if (const std::string_view url = json::string_at(kept, "url"); !url.empty())
    kept["url"] = one::without_userinfo(std::string(url));
  return kept;
}

}  // namespace

ResultsPage read_results_page(std::string_view body, std::string_view what) {
  const one::PageRows raw = one::read_page_rows(body, "results", what);
  ResultsPage page;
  page.total = raw.number("total");
  page.pages = raw.number("pages_number");
  page.rows.reserve(raw.rows.size());
  page.keys.reserve(raw.rows.size());
  one::RowParser parser;
  for (const std::string_view text : raw.rows) {
    boost::json::object* row = parser.parse(text);
    page.rows.push_back(row == nullptr ? one::withheld_row(parser.reason()) : clean_row(*row));
    const std::string id = json::text_at(page.rows.back().get_object(), "id");
    page.keys.push_back(one::text_key(id.empty() ? text : id));
  }
  return page;
}

std::string results_body(boost::json::array rows) {
  boost::json::object body;
  body["results"] = std::move(rows);
  return boost::json::serialize(body);
}

}  // namespace checkmarx::dast

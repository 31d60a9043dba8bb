// results_page.cc - see results_page.hpp.
#include "checkmarx-dast/results_page.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "checkmarx-dast/allow_list.hpp"
#include "checkmarx-one/source_text.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

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

boost::json::value clean_row(boost::json::value& value) {
  boost::json::object* row = value.if_object();
  if (row == nullptr) return {};
  boost::json::object kept = keep(*row, kRow);
  if (const std::string_view url = json::string_at(kept, "url"); !url.empty())
    kept["url"] = one::without_userinfo(std::string(url));
  return kept;
}

}  // namespace

ResultsPage read_results_page(std::string_view body) {
  boost::json::object parsed = json::parse_object(body, "the page of results");
  boost::json::value* list = parsed.if_contains("results");
  if (list == nullptr || !(list->is_array() || list->is_null()))
    throw Error(INGEST_E_BAD_DATA, "the answer has no results; is this the API of Checkmarx One?");
  ResultsPage page;
  page.total = json::uint_at(parsed, "total");
  page.pages = json::uint_at(parsed, "pages_number");
  if (!list->is_array()) return page;
  page.rows.reserve(list->get_array().size());
  for (boost::json::value& row : list->get_array()) page.rows.push_back(clean_row(row));
  return page;
}

std::string results_body(boost::json::array rows) {
  boost::json::object body;
  body["results"] = std::move(rows);
  return boost::json::serialize(body);
}

std::string row_key(const boost::json::value& row) {
  std::string id = json::text_at(json::as_object(row), "id");
  return id.empty() ? boost::json::serialize(row) : id;
}

}  // namespace checkmarx::dast

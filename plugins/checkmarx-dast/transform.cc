// transform.cc - see transform.hpp.
#include "checkmarx-dast/transform.hpp"

#include <string>
#include <utility>

#include "checkmarx-dast/row_facts.hpp"
#include "checkmarx-one/filtered_rows.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/messages.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;
using ingest::v1::Asset;
using ingest::v1::Finding;

void reject(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink, uint64_t number,
            std::string_view reason, std::string_view row, const std::string& scan) {
  ingest::v1::DeadLetter letter = ingest::sdk::dead_letter(page, number, reason, row);
  letter.set_scan_id(scan);
  ingest::sdk::emit_rejected(sink, letter);
}

}  // namespace

// What the map sees beside a row: the environment, with the scan under $scan.
struct Transform::Source {
  boost::json::object root;
  RowContext row;
  std::string external_asset_id;  // as the map makes it
};

Transform::Source Transform::read_context(const ingest::sdk::Page& page) const {
  json::Limits limits;
  limits.bytes = INGEST_CONTEXT_MAX;
  const boost::json::object context =
      json::parse_object(page.context(), "the page's context", limits);
  Source source;
  source.root = json::object_at(context, "environment");
  const boost::json::object& scan = json::object_at(context, "scan");
  source.row.base = json::text_at(context, "base");
  source.row.environment = json::text_at(source.root, "environmentId");
  source.row.scan = json::text_at(scan, "scanId");
  source.root["$scan"] = scan;
  return source;
}

Asset Transform::map_asset(const Source& source) const {
  Asset asset;
  const auto outcome = settings_.map.map_asset(source.root, asset);
  if (!outcome)
    throw Error(INGEST_E_BAD_DATA, "the environment can't be mapped: " + outcome.reason);
  asset.set_asset_class(ingest::v1::ASSET_CLASS_WEB_APPLICATION);
  return asset;
}

void Transform::page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  if (page.place() == 0) {
    environment_page(page, sink);
  } else {
    results_page(page, sink);
  }
}

void Transform::environment_page(const ingest::sdk::Page& page,
                                 const ingest::sdk::Sink& sink) const {
  Asset asset = map_asset(read_context(page));
  asset.mutable_source_ref()->set_unit(std::string(page.unit()));
  ingest::sdk::emit_asset(sink, asset);
}

std::string Transform::map_row(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink,
                               const Source& source, uint64_t number, boost::json::object& row,
                               one::FilteredRows& filtered) const {
  if (std::string fault = one::withheld_reason(row); !fault.empty()) return fault;
  add_facts(row, source.row);
  Finding finding;
  const auto outcome = settings_.map.map_finding(source.root, row, finding);
  if (outcome.dropped) {
    filtered.add(outcome.reason);
    return {};
  }
  if (!outcome) return outcome.reason;
  if (finding.external_asset_id().empty()) finding.set_external_asset_id(source.external_asset_id);
  finding.set_asset_class(ingest::v1::ASSET_CLASS_WEB_APPLICATION);
  ingest::v1::SourceRef& ref = *finding.mutable_source_ref();
  ref.set_unit(std::string(page.unit()));
  ref.set_place(page.place());
  ref.set_row(number);
  ingest::sdk::emit_finding(sink, finding);
  return {};
}

// Each row is read on its own: what is wrong with one costs no other.
void Transform::results_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  Source source = read_context(page);
  source.external_asset_id = map_asset(source).external_asset_id();
  const one::PageRows rows = one::read_page_rows(page.body(), "results", "the results");
  one::RowParser parser;
  one::FilteredRows filtered;
  uint64_t number = 0;
  for (const std::string_view text : rows.rows) {
    const uint64_t here = number++;
    boost::json::object* row = parser.parse(text);
    const std::string fault =
        row == nullptr ? parser.reason() : map_row(page, sink, source, here, *row, filtered);
    if (!fault.empty()) reject(page, sink, here, fault, text, source.row.scan);
  }
  filtered.emit(sink);
}

}  // namespace checkmarx::dast

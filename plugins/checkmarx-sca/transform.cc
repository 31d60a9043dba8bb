// transform.cc - see transform.hpp.
#include "checkmarx-sca/transform.hpp"

#include <string>
#include <utility>

#include "checkmarx-one/filtered_rows.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "checkmarx-sca/row_facts.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/messages.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;
using ingest::v1::Asset;
using ingest::v1::Finding;

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

void reject(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink, uint64_t number,
            std::string_view reason, std::string_view row, std::string_view scan) {
  ingest::v1::DeadLetter letter = ingest::sdk::dead_letter(page, number, reason, row);
  letter.set_scan_id(std::string(scan));
  ingest::sdk::emit_rejected(sink, letter);
}

}  // namespace

// What the map sees beside a row: the project, with the scan under $scan.
struct Transform::Source {
  boost::json::object root;
  std::string scan_id;
  bool has_repo_url = false;
  std::string external_asset_id;  // as the map makes it
};

Transform::Source Transform::read_context(const ingest::sdk::Page& page) const {
  json::Limits limits;
  limits.bytes = INGEST_CONTEXT_MAX;
  boost::json::object context = json::parse_object(page.context(), "the page's context", limits);
  Source source;
  source.root = json::object_at(context, "project");
  const boost::json::object& scan = json::object_at(context, "scan");
  source.scan_id = json::text_at(scan, "id");
  source.has_repo_url =
      !json::string_at(source.root, "repoUrl").empty() || !json::string_at(scan, "repoUrl").empty();
  source.root["$scan"] = scan;
  return source;
}

Asset Transform::map_asset(const Source& source) const {
  Asset asset;
  const auto outcome = settings_.map.map_asset(source.root, asset);
  if (!outcome) throw Error(INGEST_E_BAD_DATA, "the project can't be mapped: " + outcome.reason);
  return asset;
}

void Transform::page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  if (page.place() == 0) {
    project_page(page, sink);
  } else {
    results_page(page, sink);
  }
}

void Transform::project_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  const Source source = read_context(page);
  Asset asset = map_asset(source);
  asset.mutable_source_ref()->set_unit(std::string(page.unit()));
  if (settings_.scope.generic_application) {
    asset.set_asset_class(ingest::v1::ASSET_CLASS_GENERIC_APPLICATION);
    ingest::sdk::emit_asset(sink, asset);
  }
  if (settings_.scope.code_repository && source.has_repo_url) {
    asset.set_asset_class(ingest::v1::ASSET_CLASS_CODE_REPOSITORY);
    ingest::sdk::emit_asset(sink, asset);
  }
}

std::string Transform::map_row(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink,
                               const Source& source, uint64_t number, boost::json::object& row,
                               one::FilteredRows& filtered) const {
  add_facts(row);
  Finding finding;
  const auto outcome = settings_.map.map_finding(source.root, row, finding);
  if (outcome.dropped) {
    filtered.add(outcome.reason);
    return {};
  }
  if (!outcome) return outcome.reason;
  if (finding.external_asset_id().empty()) finding.set_external_asset_id(source.external_asset_id);
  finding.set_asset_class(settings_.scope.generic_application
                              ? ingest::v1::ASSET_CLASS_GENERIC_APPLICATION
                              : ingest::v1::ASSET_CLASS_CODE_REPOSITORY);
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
  const bool no_asset = !settings_.scope.generic_application && !source.has_repo_url;
  const one::PageRows rows = one::read_page_rows(page.body(), "results", "the results");
  one::RowParser parser;
  one::FilteredRows filtered;
  uint64_t number = 0;
  for (const std::string_view text : rows.rows) {
    const uint64_t here = number++;
    std::string fault;
    if (boost::json::object* row = parser.parse(text)) {
      const std::string_view type = json::string_at(*row, "type");
      fault = one::withheld_reason(*row);
      if (!fault.empty()) {
        // said by whoever withheld it
      } else if (type.empty()) {
        fault = "the row does not say which engine found it";
      } else if (type != "sca") {
        filtered.add_named_by_source(engine_reason(type), "engine other");
      } else if (!settings_.scope.vulnerabilities) {
        filtered.add("findings are not selected");
      } else if (no_asset) {
        filtered.add(kNoRepository);
      } else {
        fault = map_row(page, sink, source, here, *row, filtered);
      }
    } else {
      fault = parser.reason();
    }
    if (!fault.empty()) reject(page, sink, here, fault, text, source.scan_id);
  }
  filtered.emit(sink);
}

}  // namespace checkmarx::sca

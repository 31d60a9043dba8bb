// transform.cc - see transform.hpp.
#include "checkmarx-sca/transform.hpp"

#include <boost/json/serialize.hpp>
#include <string_view>

#include "checkmarx-one/row_handover.hpp"
#include "checkmarx-one/row_mapper.hpp"
#include "checkmarx-sca/page_source.hpp"
#include "ingest/sdk/messages.hpp"

namespace checkmarx::sca {
namespace {

constexpr std::string_view kUnit = "project";

}  // namespace

void Transform::page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  if (page.place() == 0) {
    project_page(page, sink);
  } else {
    results_page(page, sink);
  }
}

void Transform::project_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  const PageSource source = read_source(page);
  ingest::v1::Asset asset = one::map_asset(settings_.map, source.root, kUnit);
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

void Transform::results_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  const PageSource source = read_source(page);
  one::FilteredRows filtered;
  one::RowMapper mapper(
      page, sink,
      {source.scan_id, one::map_asset(settings_.map, source.root, kUnit).external_asset_id(),
       settings_.scope.generic_application ? ingest::v1::ASSET_CLASS_GENERIC_APPLICATION
                                           : ingest::v1::ASSET_CLASS_CODE_REPOSITORY},
      filtered);
  visit_rows(page, source, plan_, settings_.scope, mapper, filtered);
  filtered.emit(sink);
}

void Transform::rows(const ingest::sdk::Page& page, const ingest::sdk::RowSink& sink) const {
  const PageSource source = read_source(page);
  sink.root(boost::json::serialize(source.root));
  if (page.place() == 0) return;
  one::FilteredRows filtered;
  one::RowHandover handover(sink, [](boost::json::object& row) { add_facts(row); });
  visit_rows(page, source, plan_, settings_.scope, handover, filtered);
}

}  // namespace checkmarx::sca

// transform.cc - see transform.hpp.
#include "checkmarx-dast/transform.hpp"

#include <boost/json/serialize.hpp>
#include <string_view>

#include "checkmarx-dast/page_source.hpp"
#include "checkmarx-one/filtered_rows.hpp"
#include "checkmarx-one/row_handover.hpp"
#include "checkmarx-one/row_mapper.hpp"
#include "ingest/sdk/messages.hpp"

namespace checkmarx::dast {
namespace {

constexpr std::string_view kUnit = "environment";
constexpr auto kClass = ingest::v1::ASSET_CLASS_WEB_APPLICATION;

}  // namespace

void Transform::page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  if (page.place() == 0) {
    environment_page(page, sink);
  } else {
    results_page(page, sink);
  }
}

void Transform::environment_page(const ingest::sdk::Page& page,
                                 const ingest::sdk::Sink& sink) const {
  ingest::v1::Asset asset = one::map_asset(settings_.map, read_source(page).root, kUnit);
  asset.set_asset_class(kClass);
  asset.mutable_source_ref()->set_unit(std::string(page.unit()));
  ingest::sdk::emit_asset(sink, asset);
}

void Transform::results_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const {
  const PageSource source = read_source(page);
  one::FilteredRows filtered;
  one::RowMapper mapper(
      page, sink,
      {source.row.scan, one::map_asset(settings_.map, source.root, kUnit).external_asset_id(),
       kClass},
      filtered);
  visit_rows(page, source, plan_, mapper);
  filtered.emit(sink);
}

void Transform::rows(const ingest::sdk::Page& page, const ingest::sdk::RowSink& sink) const {
  const PageSource source = read_source(page);
  sink.root(boost::json::serialize(source.root));
  if (page.place() == 0) return;
  one::RowHandover handover(sink, [&](boost::json::object& row) { add_facts(row, source.row); });
  visit_rows(page, source, plan_, handover);
}

}  // namespace checkmarx::dast

// transform.cc - see transform.hpp.
#include "checkmarx-sca/transform.hpp"

#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "checkmarx-sca/page_source.hpp"
#include "ingest/sdk/messages.hpp"
#include "ingest/v1/finding.pb.h"

namespace checkmarx::sca {
namespace {

using ingest::sdk::Error;
using ingest::v1::Asset;
using ingest::v1::Finding;

Asset map_asset(const Settings& settings, const PageSource& source) {
  Asset asset;
  const auto outcome = settings.map.map_asset(source.root, asset);
  if (!outcome) throw Error(INGEST_E_BAD_DATA, "the project can't be mapped: " + outcome.reason);
  return asset;
}

// Rows on their way to findings and dead letters.
class RowMapper final : public one::RowVisitor {
 public:
  RowMapper(const Settings& settings, const ingest::sdk::Page& page, const ingest::sdk::Sink& sink,
            const PageSource& source, one::FilteredRows& filtered)
      : settings_(settings),
        page_(page),
        sink_(sink),
        source_(source),
        filtered_(filtered),
        external_asset_id_(map_asset(settings, source).external_asset_id()) {}

  void row(uint64_t number, std::string_view text, boost::json::object& row) override {
    Finding finding;
    const auto outcome = settings_.map.map_finding(source_.root, row, finding);
    if (outcome.dropped) return filtered_.add(outcome.reason);
    if (!outcome) return rejected(number, text, outcome.reason);
    if (finding.external_asset_id().empty()) finding.set_external_asset_id(external_asset_id_);
    finding.set_asset_class(settings_.scope.generic_application
                                ? ingest::v1::ASSET_CLASS_GENERIC_APPLICATION
                                : ingest::v1::ASSET_CLASS_CODE_REPOSITORY);
    ingest::v1::SourceRef& ref = *finding.mutable_source_ref();
    ref.set_unit(std::string(page_.unit()));
    ref.set_place(page_.place());
    ref.set_row(number);
    ingest::sdk::emit_finding(sink_, finding);
  }

  void rejected(uint64_t number, std::string_view text, const std::string& reason) override {
    ingest::v1::DeadLetter letter = ingest::sdk::dead_letter(page_, number, reason, text);
    letter.set_scan_id(source_.scan_id);
    ingest::sdk::emit_rejected(sink_, letter);
  }

 private:
  const Settings& settings_;
  const ingest::sdk::Page& page_;
  const ingest::sdk::Sink& sink_;
  const PageSource& source_;
  one::FilteredRows& filtered_;
  const std::string external_asset_id_;  // as the map makes it
};

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
  Asset asset = map_asset(settings_, source);
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
  RowMapper mapper(settings_, page, sink, source, filtered);
  visit_rows(page, source, settings_.scope, mapper, filtered);
  filtered.emit(sink);
}

void Transform::rows(const ingest::sdk::Page& page, const ingest::sdk::RowSink& sink) const {
  const PageSource source = read_source(page);
  sink.root(boost::json::serialize(source.root));
  if (page.place() == 0) return;
  one::FilteredRows filtered;
  one::RowHandover handover(sink);
  visit_rows(page, source, settings_.scope, handover, filtered);
}

}  // namespace checkmarx::sca

// row_mapper.cc - see row_mapper.hpp.
#include "checkmarx-one/row_mapper.hpp"

#include <utility>

#include "ingest/sdk/messages.hpp"

namespace checkmarx::one {

ingest::v1::Asset map_asset(const ingest::sdk::TransformMap& map, const boost::json::object& root,
                            std::string_view unit) {
  ingest::v1::Asset asset;
  const auto outcome = map.map_asset(root, asset);
  if (!outcome)
    throw ingest::sdk::Error(INGEST_E_BAD_DATA,
                             "the " + std::string(unit) + " can't be mapped: " + outcome.reason);
  return asset;
}

RowMapper::RowMapper(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink, PageFacts facts,
                     FilteredRows& filtered)
    : page_(page), sink_(sink), facts_(std::move(facts)), filtered_(filtered) {}

void RowMapper::row(uint64_t number, std::string_view text, ingest::sdk::RowReader& row) {
  const auto outcome =
      row.map({facts_.external_asset_id, facts_.asset_class, page_.unit(), page_.place(), number});
  if (outcome.dropped) return filtered_.add(outcome.reason);
  if (!outcome) return rejected(number, text, outcome.reason);
  sink_.emit(INGEST_RECORD_FINDING, "ingest.v1.Finding", row.finding());
}

void RowMapper::rejected(uint64_t number, std::string_view text, const std::string& reason) {
  ingest::v1::DeadLetter letter = ingest::sdk::dead_letter(page_, number, reason, text);
  letter.set_scan_id(facts_.scan_id);
  ingest::sdk::emit_rejected(sink_, letter);
}

}  // namespace checkmarx::one

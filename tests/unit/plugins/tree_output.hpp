// tree_output.hpp - the part of by_tree that both connectors share. One page.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/map/transform_map.hpp"
#include "ingest/sdk/messages.hpp"

namespace checkmarx {

class TreeOutput {
 public:
  TreeOutput(const ingest::sdk::TransformMap& map, const ingest::sdk::Page& page,
             const boost::json::object& root, std::string scan, ingest::v1::AssetClass asset_class)
      : map_(map), page_(page), root_(root), scan_(std::move(scan)), asset_class_(asset_class) {
    ingest::v1::Asset asset;
    const auto outcome = map.map_asset(root, asset);
    if (!outcome) throw ingest::sdk::Error(INGEST_E_BAD_DATA, outcome.reason);
    asset_ = asset.external_asset_id();
  }

  // Null: the row is rejected.
  boost::json::object* parse(uint64_t number, std::string_view text) {
    boost::json::object* row = parser_.parse(text);
    std::string fault =
        row == nullptr ? parser_.reason()
                       : one::withheld_reason(ingest::sdk::json::string_at(*row, one::kWithheld));
    if (fault.empty()) return row;
    reject(number, text, fault);
    return nullptr;
  }

  void map(uint64_t number, std::string_view text, const boost::json::object& row) {
    ingest::v1::Finding finding;
    const auto outcome = map_.map_finding(root_, row, finding);
    if (outcome.dropped) return filter(outcome.reason);
    if (!outcome) return reject(number, text, outcome.reason);
    if (finding.external_asset_id().empty()) finding.set_external_asset_id(asset_);
    finding.set_asset_class(asset_class_);
    finding.mutable_source_ref()->set_unit(std::string(page_.unit()));
    finding.mutable_source_ref()->set_place(page_.place());
    finding.mutable_source_ref()->set_row(number);
    add(finding);
  }

  void reject(uint64_t number, std::string_view text, const std::string& reason) {
    ingest::v1::DeadLetter letter = ingest::sdk::dead_letter(page_, number, reason, text);
    letter.set_scan_id(scan_);
    add(letter);
  }

  void filter(const std::string& reason) { ++filtered_[reason]; }
  // Of a name of the source's, of which so many are told apart.
  void filter_named(const std::string& reason) {
    const bool is_new = filtered_.count(reason) == 0;
    if (is_new && named_ == 32) return filter("engine other");
    named_ += is_new ? 1 : 0;
    filter(reason);
  }

  std::string take() {
    for (const auto& [reason, count] : filtered_) {
      ingest::v1::FilteredRows rows;
      rows.set_reason(reason);
      rows.set_count(count);
      add(rows);
    }
    return std::move(out_);
  }

 private:
  void add(const google::protobuf::MessageLite& message) {
    out_ += ingest::sdk::serialize(message) + "\n";
  }

  const ingest::sdk::TransformMap& map_;
  const ingest::sdk::Page& page_;
  const boost::json::object& root_;
  std::string scan_;
  ingest::v1::AssetClass asset_class_;
  std::string asset_;
  one::RowParser parser_;
  std::map<std::string, uint64_t> filtered_;
  std::size_t named_ = 0;
  std::string out_;
};

}  // namespace checkmarx

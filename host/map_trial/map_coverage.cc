// map_coverage.cc - see map_coverage.hpp.
#include "map_trial/map_coverage.hpp"

#include <algorithm>
#include <ingest/sdk/map/trace.hpp>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "maps/target_names.hpp"

namespace ingest::host {
namespace {

using sdk::map::RowTrace;
using sdk::map::Trace;

std::vector<std::string> all_reads(const sdk::TransformMap& map) {
  std::vector<std::string> reads;
  for (const auto& row : map.rows()) reads.insert(reads.end(), row.reads.begin(), row.reads.end());
  return reads;
}

// How often a row of the map ended in each way.
struct RowCounts {
  std::uint64_t set = 0;
  std::uint64_t empty = 0;
  std::uint64_t not_applied = 0;
  std::uint64_t failed = 0;
};

class Coverage final : public TrialVisitor {
 public:
  explicit Coverage(const sdk::TransformMap& map)
      : map_(map),
        rows_(map.rows().size()),
        root_fields_(PathStart::kRoot, all_reads(map)),
        row_fields_(PathStart::kRow, all_reads(map)) {}

  void root(const RowPlace& at, const boost::json::object& root) override {
    if (unit_ == at.unit) return;
    unit_ = std::string(at.unit);
    root_fields_.add(root);
    v1::Asset asset;
    Trace trace;
    const auto outcome = map_.trace_asset(root, asset, trace);
    count(outcome, coverage_.assets);
    add(trace);
  }
  bool row(const RowPlace&, const boost::json::object& root,
           const boost::json::object& row) override {
    row_fields_.add(row);
    v1::Finding finding;
    Trace trace;
    const auto outcome = map_.trace_finding(root, row, finding, trace);
    count(outcome, coverage_.findings);
    add(trace);
    return true;
  }

  MapCoverage take(ReadPages read) {
    coverage_.fields = root_fields_.fields() + row_fields_.fields();
    coverage_.unread_root = root_fields_.unread();
    coverage_.unread_row = row_fields_.unread();
    coverage_.more_fields = root_fields_.has_more() || row_fields_.has_more();
    take_empty();
    take_unknown();
    take_unfilled();
    coverage_.read = std::move(read);
    return std::move(coverage_);
  }

 private:
  static void count(const sdk::TransformMap::Outcome& outcome, MapCoverage::Counts& counts) {
    if (outcome.dropped)
      ++counts.dropped;
    else if (!outcome)
      ++counts.rejected;
    else
      ++counts.mapped;
  }

  void add(const Trace& trace) {
    for (const RowTrace& row : trace.rows) {
      RowCounts& counts = rows_.at(row.row - 1);
      switch (row.result) {
        case RowTrace::Result::kSet:
          ++counts.set;
          break;
        case RowTrace::Result::kNotApplied:
          ++counts.not_applied;
          break;
        case RowTrace::Result::kInvalid:
        case RowTrace::Result::kRefused:
          ++counts.failed;
          break;
        case RowTrace::Result::kEmpty:
        case RowTrace::Result::kDropped:
          ++counts.empty;
          break;
      }
      for (const auto& unknown : row.unknown) add_unknown(row, unknown);
      coverage_.more_unknown += row.unknown_left_out;
    }
  }

  void add_unknown(const RowTrace& row, const sdk::map::UnknownValue& unknown) {
    const auto key = std::make_tuple(row.row, unknown.value, unknown.policy);
    auto found = unknown_.find(key);
    if (found == unknown_.end()) {
      if (unknown_.size() >= MapCoverage::kMostUnknown) {
        ++coverage_.more_unknown;
        return;
      }
      found = unknown_.emplace(key, 0).first;
    }
    ++found->second;
  }

  // A row with nothing to run on says nothing of its target.
  void take_empty() {
    struct Group {
      MapCoverage::EmptyTarget target;
      RowCounts counts;
    };
    std::map<std::string, Group> groups;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& row = map_.rows()[i];
      if (row.drops) continue;
      Group& group = groups[first_name(row.target)];
      group.target.rows.push_back(row.number);
      group.target.sources += (group.target.sources.empty() ? "" : "; ") + row.source;
      group.counts.set += rows_[i].set;
      group.counts.empty += rows_[i].empty;
      group.counts.not_applied += rows_[i].not_applied;
      group.counts.failed += rows_[i].failed;
    }
    for (auto& [name, group] : groups) {
      const RowCounts& counts = group.counts;
      if (counts.set > 0 || counts.empty + counts.not_applied + counts.failed == 0) continue;
      group.target.target = name;
      group.target.why = counts.failed > 0  ? "its values can't be mapped"
                         : counts.empty > 0 ? "the source has no value"
                                            : "its condition never holds";
      coverage_.empty.push_back(std::move(group.target));
    }
  }

  void take_unknown() {
    for (const auto& [key, count] : unknown_) {
      const auto& row = map_.rows().at(std::get<0>(key) - 1);
      coverage_.unknown.push_back(
          {std::get<1>(key), count, row.number, row.target, row.source, std::get<2>(key)});
    }
    std::stable_sort(coverage_.unknown.begin(), coverage_.unknown.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
  }

  void take_unfilled() {
    std::set<std::string_view> filled;  // fields of the messages: some have several targets
    for (const auto& row : map_.rows())
      if (const auto* info = target_info(row.target)) filled.insert(info->field);
    for (const sdk::map::TargetInfo& info : sdk::map::targets())
      if (!filled.contains(info.field)) coverage_.unfilled.emplace_back(info.name);
  }

  const sdk::TransformMap& map_;
  MapCoverage coverage_;
  std::optional<std::string> unit_;
  std::vector<RowCounts> rows_;
  FieldTally root_fields_;
  FieldTally row_fields_;
  std::map<std::tuple<std::size_t, std::string, std::string>, std::uint64_t> unknown_;
};

}  // namespace

MapCoverage cover_map(ConnectorInstance& instance, const sdk::TransformMap& map,
                      TrialSource& source, const std::stop_token& cancelled) {
  Coverage coverage(map);
  ReadPages read = visit_rows(instance, source, coverage, cancelled);
  return coverage.take(std::move(read));
}

}  // namespace ingest::host

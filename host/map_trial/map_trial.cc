// map_trial.cc - see map_trial.hpp.
#include "map_trial/map_trial.hpp"

#include <algorithm>
#include <ingest/sdk/map/trace.hpp>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "maps/target_names.hpp"

namespace ingest::host {
namespace {

using sdk::map::RowTrace;
using sdk::map::Trace;
using sdk::map::TraceStep;

constexpr std::size_t kValueMax = 400;

// What the row read, before any function; a constant, where it read nothing.
std::string source_value(const RowTrace& row) {
  std::string read;
  std::string constant;
  for (const TraceStep& step : row.steps) {
    if (step.after.empty()) continue;
    if (step.kind == TraceStep::Kind::kConst && constant.empty()) constant = step.after;
    if (step.kind != TraceStep::Kind::kRead || read.size() > kValueMax) continue;
    read += (read.empty() ? "" : ", ") + step.after;
  }
  return read.empty() ? constant : read;
}

bool is_worth_showing(const RowTrace& row) {
  return row.result == RowTrace::Result::kSet || row.result == RowTrace::Result::kInvalid ||
         row.result == RowTrace::Result::kRefused;
}

// Of several rows for a field with one value the last one counts.
bool replaces(const RowTrace& later, const RowTrace& earlier) {
  const auto* info = target_info(later.target);
  return info != nullptr && !info->repeated && later.result == RowTrace::Result::kSet &&
         earlier.result == RowTrace::Result::kSet && target_info(earlier.target) == info;
}

std::vector<TriedField> fields_of(const Trace& trace, const sdk::TransformMap& map) {
  std::vector<TriedField> fields;
  for (std::size_t i = 0; i < trace.rows.size(); ++i) {
    const RowTrace& row = trace.rows[i];
    if (!is_worth_showing(row)) continue;
    const bool replaced =
        std::any_of(trace.rows.begin() + static_cast<std::ptrdiff_t>(i) + 1, trace.rows.end(),
                    [&row](const RowTrace& later) { return replaces(later, row); });
    if (replaced) continue;
    TriedField field;
    field.row = row.row;
    field.source = map.rows().at(row.row - 1).source;
    field.value = source_value(row);
    field.target = row.target;
    if (row.result == RowTrace::Result::kSet) field.mapped = row.value;
    field.reason = row.reason;
    fields.push_back(std::move(field));
  }
  return fields;
}

TriedRecord record_at(const RowPlace& at, const sdk::TransformMap::Outcome& outcome,
                      const Trace& trace, const sdk::TransformMap& map) {
  TriedRecord record;
  record.unit = std::string(at.unit);
  record.page = std::string(at.page);
  record.place = at.place;
  record.row = at.row;
  record.fields = fields_of(trace, map);
  if (outcome.dropped)
    record.result = TriedRecord::Result::kDropped;
  else if (!outcome)
    record.result = TriedRecord::Result::kRejected;
  record.reason = outcome.reason;
  return record;
}

class Trial final : public TrialVisitor {
 public:
  Trial(const sdk::TransformMap& map, std::size_t limit) : map_(map), limit_(limit) {}

  void root(const RowPlace& at, const boost::json::object& root) override {
    if (spare_.size() < limit_) add_asset(at, root, spare_);
  }
  bool row(const RowPlace& at, const boost::json::object& root,
           const boost::json::object& row) override {
    add_asset(at, root, shown_);
    v1::Finding finding;
    Trace trace;
    const auto outcome = map_.trace_finding(root, row, finding, trace);
    TriedRecord record = record_at(at, outcome, trace, map_);
    record.name = finding.name().empty() ? finding.identity_key() : finding.name();
    findings_.push_back(std::move(record));
    return findings_.size() < limit_;
  }

  MapTrial take(ReadPages read) {
    MapTrial trial;
    for (auto& [unit, asset] : shown_.empty() ? spare_ : shown_)
      trial.assets.push_back(std::move(asset));
    trial.findings = std::move(findings_);
    std::sort(trial.findings.begin(), trial.findings.end(), [](const auto& a, const auto& b) {
      return std::tie(a.unit, a.place, a.row) < std::tie(b.unit, b.place, b.row);
    });
    trial.read = std::move(read);
    return trial;
  }

 private:
  using Assets = std::map<std::string, TriedRecord, std::less<>>;  // by unit

  void add_asset(const RowPlace& at, const boost::json::object& root, Assets& assets) {
    if (assets.contains(at.unit)) return;
    v1::Asset asset;
    Trace trace;
    const auto outcome = map_.trace_asset(root, asset, trace);
    TriedRecord record = record_at(at, outcome, trace, map_);
    record.page.clear();
    record.place = record.row = 0;
    record.name = asset.name().empty() ? asset.external_asset_id() : asset.name();
    assets.emplace(at.unit, std::move(record));
  }

  const sdk::TransformMap& map_;
  const std::size_t limit_;
  std::vector<TriedRecord> findings_;
  Assets shown_;  // of findings
  Assets spare_;  // of the first units, for when there is no finding
};

}  // namespace

MapTrial try_map(ConnectorInstance& instance, const sdk::TransformMap& map, TrialSource& source,
                 std::size_t limit, const std::stop_token& cancelled) {
  Trial trial(map, limit);
  ReadPages read = visit_rows(instance, source, trial, cancelled);
  return trial.take(std::move(read));
}

const char* result_name(TriedRecord::Result result) noexcept {
  switch (result) {
    case TriedRecord::Result::kMapped:
      return "mapped";
    case TriedRecord::Result::kRejected:
      return "rejected";
    case TriedRecord::Result::kDropped:
      return "dropped";
  }
  return "?";
}

}  // namespace ingest::host

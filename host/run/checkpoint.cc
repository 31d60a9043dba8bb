#include "run/checkpoint.hpp"

#include <utility>

#include "diagnostics/failure.hpp"
#include "output/segment_reader.hpp"

namespace ingest::host {
namespace {

std::optional<FinishedUnit> parse_account(const std::string& bytes) {
  v1::Run run;
  if (!run.ParseFromString(bytes) || run.accounts_size() != 1) return std::nullopt;
  FinishedUnit unit;
  unit.account = std::move(*run.mutable_accounts(0));
  for (v1::ReasonCount& line : *run.mutable_filtered())
    add_reason(unit.filtered, std::move(*line.mutable_reason()), line.count());
  for (const v1::ReasonCount& line : run.by_severity()) {
    v1::Severity severity = v1::SEVERITY_UNSPECIFIED;
    if (!v1::Severity_Parse(line.reason(), &severity)) return std::nullopt;
    unit.severities.at(static_cast<std::size_t>(severity)) = line.count();
  }
  return unit;
}

}  // namespace

std::string checkpoint_account(const FinishedUnit& unit) {
  v1::Run run;
  *run.add_accounts() = unit.account;
  for (const auto& [reason, count] : unit.filtered) {
    v1::ReasonCount& line = *run.add_filtered();
    line.set_reason(reason);
    line.set_count(count);
  }
  for (std::size_t i = 0; i < unit.severities.size(); ++i) {
    if (unit.severities[i] == 0) continue;
    v1::ReasonCount& line = *run.add_by_severity();
    line.set_reason(v1::Severity_Name(static_cast<v1::Severity>(i)));
    line.set_count(unit.severities[i]);
  }
  return run.SerializeAsString();
}

bool is_worth_keeping(const FinishedUnit& unit) {
  const v1::UnitOutcome outcome = unit.account.report().outcome();
  return (outcome == v1::UNIT_OUTCOME_COMPLETE || outcome == v1::UNIT_OUTCOME_EMPTY) &&
         unit.account.problems_size() == 0 && unit.account.rows().dead_lettered() == 0;
}

std::optional<FinishedUnit> read_checkpoint(const std::filesystem::path& segment,
                                            Thoroughness thoroughness) {
  try {
    SegmentReader reader(segment);
    std::optional<FinishedUnit> unit = parse_account(reader.summary());
    if (!unit || !is_worth_keeping(*unit)) return std::nullopt;
    if (segment_path(segment.parent_path(), unit->account.report().unit()) != segment)
      return std::nullopt;
    if (thoroughness == Thoroughness::kEveryByte)
      for (const ChunkIndex& chunk : reader.chunks()) reader.load(chunk);
    return unit;
  } catch (const Failure&) {
    return std::nullopt;
  }
}

}  // namespace ingest::host

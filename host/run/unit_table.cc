#include "run/unit_table.hpp"

#include <ingest/connector.h>

#include <algorithm>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "run/checkpoint.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kReportMax = std::size_t{1} << 20U;
constexpr std::size_t kTextMax = 2048;
constexpr int kWarningsMax = 20;

[[noreturn]] void blame_connector(std::string_view unit, const std::string& what) {
  throw Failure(ExitStatus::kConnector,
                "the connector " + what + " (unit '" + plain_text(unit, INGEST_UNIT_MAX) + "')",
                "This is a bug of the connector; tell its author.");
}

std::string shown(const std::string& text) { return redactor().apply(plain_text(text, kTextMax)); }

// What a connector says ends up in run.json and on a terminal: whole lines, not whole pages.
v1::UnitReport parse_report(std::string_view unit, std::string_view bytes) {
  v1::UnitReport report;
  if (bytes.size() > kReportMax ||
      !report.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    blame_connector(unit, "ended a unit with a malformed ingest.v1.UnitReport");
  for (std::string* text : {report.mutable_name(), report.mutable_reason(),
                            report.mutable_scan_id(), report.mutable_scan_status()})
    *text = shown(*text);
  if (report.warnings_size() > kWarningsMax)
    report.mutable_warnings()->DeleteSubrange(kWarningsMax, report.warnings_size() - kWarningsMax);
  for (std::string& warning : *report.mutable_warnings()) warning = shown(warning);
  return report;
}

}  // namespace

UnitTable::UnitTable(UnitChoice choice, std::filesystem::path segments,
                     std::vector<FinishedUnit> kept, Checkpointed checkpointed)
    : choice_(choice),
      segments_(std::move(segments)),
      checkpointed_(std::move(checkpointed)),
      checkpoints_(kept.size()),
      written_(kept.size()),
      queue_(segments_,
             [this](std::vector<FinishedUnit> units) { take_durable(std::move(units)); }) {
  for (FinishedUnit& unit : kept) {
    const std::string name = unit.account.report().unit();
    kept_.emplace(name, std::move(unit));
  }
  if (checkpointed_) checkpointed_(checkpoints_, written_);
}

bool UnitTable::begin(std::string_view unit) {
  if (unit.empty() || unit.size() > INGEST_UNIT_MAX || !is_utf8(unit))
    blame_connector(unit, "began a unit whose name is empty, too long, or not UTF-8");
  const std::lock_guard lock(mutex_);
  if (!begun_.emplace(unit).second) blame_connector(unit, "began the same unit twice");
  if (!choice_.shard.holds(unit) || (choice_.limit > 0 && wanted_ >= choice_.limit)) {
    ++skipped_;
    return false;
  }
  ++wanted_;
  if (take_kept(unit)) return false;
  open_.emplace(unit, std::make_shared<OpenUnit>(std::string(unit), segments_));
  return true;
}

std::shared_ptr<OpenUnit> UnitTable::find_open(std::string_view unit, const char* what) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(unit);
  if (found == open_.end()) blame_connector(unit, what);
  return found->second;
}

std::shared_ptr<OpenUnit> UnitTable::expect_page(std::string_view unit, std::uint64_t rows) {
  std::shared_ptr<OpenUnit> open = find_open(
      unit, "emitted a page of a unit that it had not begun, had ended, or was told to skip");
  open->expect_page(rows);
  return open;
}

void UnitTable::end(std::string_view unit, std::string_view report) {
  const std::shared_ptr<OpenUnit> open =
      find_open(unit, "ended a unit that it had not begun, had ended, or was told to skip");
  if (auto finished = open->end(parse_report(unit, report))) close(std::move(*finished));
}

void UnitTable::add(OpenUnit& unit, const PageResult& page) {
  if (auto finished = unit.add(page)) close(std::move(*finished));
}

bool UnitTable::take_kept(std::string_view unit) {
  const auto found = kept_.find(unit);
  if (found == kept_.end()) return false;
  ++kept_totals_.units;
  const v1::RowCounts& rows = found->second.account.rows();
  kept_totals_.rows += rows.received();
  kept_totals_.findings += rows.emitted() + rows.duplicate();
  take_finished(std::move(found->second));
  kept_.erase(found);
  return true;
}

void UnitTable::close(FinishedUnit unit) {
  {
    const std::lock_guard lock(mutex_);
    open_.erase(unit.account.report().unit());
    if (is_worth_keeping(unit)) ++written_;
    if (checkpointed_) checkpointed_(checkpoints_, written_);
  }
  queue_.add(std::move(unit));
}

void UnitTable::take_durable(std::vector<FinishedUnit> units) {
  const std::lock_guard lock(mutex_);
  for (FinishedUnit& unit : units) {
    if (is_worth_keeping(unit)) ++checkpoints_;
    take_finished(std::move(unit));
  }
  if (checkpointed_) checkpointed_(checkpoints_, written_);
}

void UnitTable::take_finished(FinishedUnit unit) {
  if (!unit.account.report().scan_id().empty()) ++scans_;
  finished_.push_back(std::move(unit));
}

std::uint64_t UnitTable::settle(std::chrono::milliseconds limit) noexcept {
  queue_.drain_for(limit);
  const std::lock_guard lock(mutex_);
  return checkpoints_;
}

std::vector<FinishedUnit> UnitTable::finish() {
  std::map<std::string, std::shared_ptr<OpenUnit>, std::less<>> left;
  {
    const std::lock_guard lock(mutex_);
    left.swap(open_);
  }
  for (const auto& [name, unit] : left) close(unit->abandon());
  queue_.drain();
  const std::lock_guard lock(mutex_);
  std::sort(finished_.begin(), finished_.end(), [](const FinishedUnit& a, const FinishedUnit& b) {
    return a.account.report().unit() < b.account.report().unit();
  });
  return std::move(finished_);
}

std::uint64_t UnitTable::skipped() const {
  const std::lock_guard lock(mutex_);
  return skipped_;
}

std::uint64_t UnitTable::done() const {
  const std::lock_guard lock(mutex_);
  return finished_.size();
}

std::uint64_t UnitTable::scans() const {
  const std::lock_guard lock(mutex_);
  return scans_;
}

KeptTotals UnitTable::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_totals_;
}

std::uint64_t UnitTable::kept_but_not_listed() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

}  // namespace ingest::host

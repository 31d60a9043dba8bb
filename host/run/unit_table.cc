#include "run/unit_table.hpp"

#include <ingest/connector.h>

#include <algorithm>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

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

void UnitTable::close(FinishedUnit unit) {
  const std::lock_guard lock(mutex_);
  open_.erase(unit.account.report().unit());
  if (!unit.account.report().scan_id().empty()) ++scans_;
  finished_.push_back(std::move(unit));
}

std::vector<FinishedUnit> UnitTable::finish() {
  std::map<std::string, std::shared_ptr<OpenUnit>, std::less<>> left;
  {
    const std::lock_guard lock(mutex_);
    left.swap(open_);
  }
  for (const auto& [name, unit] : left) close(unit->abandon());
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

}  // namespace ingest::host

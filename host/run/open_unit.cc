#include "run/open_unit.hpp"

#include <utility>

#include "diagnostics/failure.hpp"
#include "run/checkpoint.hpp"
#include "run/unit_repeats.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kProblemsMax = 10;
constexpr std::size_t kWarningsMax = 10;

std::string rows_text(std::uint64_t n) { return std::to_string(n) + (n == 1 ? " row" : " rows"); }
std::string pages_text(std::uint64_t n) {
  return std::to_string(n) + (n == 1 ? " page" : " pages");
}

[[noreturn]] void blame_connector(const std::string& what) {
  throw Failure(ExitStatus::kConnector, "the connector " + what,
                "This is a bug of the connector; tell its author.");
}

}  // namespace

OpenUnit::OpenUnit(std::string name, const std::filesystem::path& segments)
    : name_(std::move(name)), segment_(segment_path(segments, name_)) {}

void OpenUnit::expect_page(std::uint64_t rows) {
  const std::lock_guard lock(mutex_);
  if (ended_) blame_connector("emitted a page of unit " + name_ + " after it ended the unit");
  ++pages_;
  rows_.set_received(rows_.received() + rows);
}

ChunkIndex OpenUnit::write_part(const PageChunk& part) {
  const std::lock_guard lock(mutex_);
  return segment_.write(part);
}

std::optional<FinishedUnit> OpenUnit::add(const PageResult& page) {
  const std::lock_guard lock(mutex_);
  for (const ChunkIndex& part : page.parts) segment_.add(part);
  segment_.append(page.chunk);
  rows_.set_emitted(rows_.emitted() + page.findings);
  rows_.set_dead_lettered(rows_.dead_lettered() + page.dead_lettered);
  for (const auto& [reason, count] : page.filtered) {
    add_reason(filtered_, reason, count);
    rows_.set_filtered(rows_.filtered() + count);
  }
  for (const std::string& sentence : page.problems) problem(sentence);
  for (const std::string& sentence : page.warnings)
    if (warnings_.size() < kWarningsMax) warnings_.push_back(sentence);
  ++pages_done_;
  return finish_if_done();
}

std::optional<FinishedUnit> OpenUnit::end(v1::UnitReport report) {
  const std::lock_guard lock(mutex_);
  if (ended_) blame_connector("ended unit " + name_ + " twice");
  ended_ = true;
  report_ = std::move(report);
  return finish_if_done();
}

FinishedUnit OpenUnit::abandon() {
  const std::lock_guard lock(mutex_);
  problem("the connector began this unit and never ended it");
  report_.set_rows_received(rows_.received());
  report_.set_pages(pages_);
  return finish();
}

std::optional<FinishedUnit> OpenUnit::finish_if_done() {
  if (!ended_ || pages_done_ < pages_) return std::nullopt;
  check(report_);
  return finish();
}

FinishedUnit OpenUnit::finish() {
  const UnitRepeats repeats = find_repeats(segment_.path(), segment_.sorted_index());
  check_places(report_);
  rows_.set_emitted(rows_.emitted() - repeats.dropped.size());
  rows_.set_duplicate(repeats.dropped.size());
  if (repeats.on_other_pages > 0)
    problem(rows_text(repeats.on_other_pages) +
            (repeats.on_other_pages == 1 ? " repeats" : " repeat") +
            " on another page (first at places " + std::to_string(repeats.first_page) + " and " +
            std::to_string(repeats.second_page) +
            "): rows moved while they were read, so others may be missing");
  if (rows_.emitted() + rows_.filtered() + rows_.duplicate() + rows_.dead_lettered() !=
      rows_.received())
    problem(rows_text(rows_.received()) + " received, but " + std::to_string(rows_.emitted()) +
            " emitted + " + std::to_string(rows_.filtered()) + " filtered + " +
            std::to_string(rows_.duplicate()) + " duplicate + " +
            std::to_string(rows_.dead_lettered()) + " dead-lettered");
  if (more_problems_ > 0) problems_.push_back("and " + std::to_string(more_problems_) + " more");

  FinishedUnit unit;
  report_.set_unit(name_);
  for (std::string& sentence : warnings_) report_.add_warnings(std::move(sentence));
  *unit.account.mutable_report() = std::move(report_);
  *unit.account.mutable_rows() = rows_;
  unit.account.set_assets(repeats.assets);
  for (std::string& sentence : problems_) unit.account.add_problems(std::move(sentence));
  unit.filtered = std::move(filtered_);
  unit.severities = repeats.severities;
  segment_.close(repeats.dropped, checkpoint_account(unit));
  return unit;
}

// What the connector says against what the host saw.
void OpenUnit::check(const v1::UnitReport& report) {
  if (report.unit() != name_)
    problem("the connector's report is about another unit: '" + report.unit() + "'");
  if (report.pages() != pages_)
    problem("the connector reports " + pages_text(report.pages()) + ", but emitted " +
            std::to_string(pages_));
  if (report.rows_received() != rows_.received())
    problem("the connector reports " + rows_text(report.rows_received()) + ", but its pages hold " +
            std::to_string(rows_.received()));
  switch (report.outcome()) {
    case v1::UNIT_OUTCOME_FAILED:
      return;  // said by the outcome; what the source claims no longer matters
    case v1::UNIT_OUTCOME_COMPLETE:
      break;
    case v1::UNIT_OUTCOME_EMPTY:
      if (pages_ > 0 && rows_.received() > 0)
        problem("the connector reports the unit as empty, but emitted " +
                rows_text(rows_.received()));
      break;
    case v1::UNIT_OUTCOME_INCOMPLETE:
      problem(report.reason().empty() ? "the source claims more than could be read"
                                      : report.reason());
      break;
    default:
      problem("the connector's report has no outcome");
  }
  if (report.has_rows_claimed() && report.rows_claimed() != rows_.received())
    problem("the source claims " + rows_text(report.rows_claimed()) + ", but sent " +
            std::to_string(rows_.received()));
}

void OpenUnit::check_places(const v1::UnitReport& report) {
  const ChunkIndex* previous = nullptr;
  for (const ChunkIndex& chunk : segment_.sorted_index()) {
    const bool same_page = previous != nullptr && chunk.place == previous->place;
    if (same_page && chunk.part == previous->part)
      blame_connector("emitted two pages of unit " + name_ + " with place " +
                      std::to_string(chunk.place));
    if (same_page) {
      previous = &chunk;
      continue;
    }
    const std::uint64_t expected = previous == nullptr ? 0 : previous->place + 1;
    // A unit that could not be read to its end may lack any page.
    if (chunk.place != expected && report.outcome() == v1::UNIT_OUTCOME_COMPLETE)
      problem("no page with place " + std::to_string(expected) + " came");
    previous = &chunk;
  }
}

void OpenUnit::problem(std::string sentence) {
  if (problems_.size() < kProblemsMax)
    problems_.push_back(std::move(sentence));
  else
    ++more_problems_;
}

}  // namespace ingest::host

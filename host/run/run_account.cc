#include "run/run_account.hpp"

#include <algorithm>

namespace ingest::host {
namespace {

std::string of(std::uint64_t n, std::uint64_t all, const std::string& noun) {
  return std::to_string(n) + " of " + std::to_string(all) + " " + noun;
}

void add(v1::RowCounts& sum, const v1::RowCounts& part) {
  sum.set_received(sum.received() + part.received());
  sum.set_emitted(sum.emitted() + part.emitted());
  sum.set_filtered(sum.filtered() + part.filtered());
  sum.set_duplicate(sum.duplicate() + part.duplicate());
  sum.set_dead_lettered(sum.dead_lettered() + part.dead_lettered());
}

bool failed(const v1::UnitAccount& unit) {
  return unit.report().outcome() == v1::UNIT_OUTCOME_FAILED;
}

// Where a unit is counted. A failed one can't add up, and one that doesn't isn't empty.
enum class Fate { kRead, kEmpty, kIncomplete, kFailed };
Fate fate_of(const v1::UnitAccount& unit) {
  if (failed(unit)) return Fate::kFailed;
  if (unit.problems_size() > 0) return Fate::kIncomplete;
  return unit.report().outcome() == v1::UNIT_OUTCOME_EMPTY ? Fate::kEmpty : Fate::kRead;
}

std::string severity_word(std::size_t severity) {
  return v1::Severity_Name(static_cast<v1::Severity>(severity)).substr(sizeof("SEVERITY_") - 1);
}

}  // namespace

void RunAccount::add_listing(v1::Listing listing) { listings_.push_back(std::move(listing)); }

void RunAccount::add_unit(FinishedUnit unit) {
  for (const auto& [reason, count] : unit.filtered) add_reason(filtered_, reason, count);
  for (std::size_t i = 0; i < severities_.size(); ++i) severities_[i] += unit.severities[i];
  units_.push_back(std::move(unit.account));
}

void RunAccount::unknown_assets(std::size_t unit) {
  units_.at(unit).add_problems("findings refer to an asset that is not in this run");
}

// A run that could read nothing must not take the place of one that could.
void RunAccount::throw_when_all_failed() const {
  if (units_.empty() || !std::all_of(units_.begin(), units_.end(), failed)) return;
  const bool forbidden = std::all_of(units_.begin(), units_.end(), [](const auto& unit) {
    return unit.report().failure() == v1::UNIT_FAILURE_FORBIDDEN;
  });
  const v1::UnitReport& first = units_.front().report();
  throw Failure(
      forbidden ? ExitStatus::kCredentials : ExitStatus::kNetwork,
      "none of " + std::to_string(units_.size()) + " " + noun_ + " could be read; the first, " +
          (first.name().empty() ? first.unit() : first.name()) + ": " + first.reason(),
      forbidden ? "Give the credentials the rights that 'ingest test' finds missing."
                : "Nothing was written; the latest run stays. Try 'ingest test', then run again.");
}

// units are those that the connector began, wanted or not.
void RunAccount::check_listings(std::uint64_t units, v1::Run& run) const {
  for (const v1::Listing& listing : listings_) {
    const std::string note = listing.note().empty() ? "" : ": " + listing.note();
    if (listing.gone() > listing.unique() || listing.unique() > listing.received())
      run.add_problems("the connector reports more distinct " + listing.name() + " than it read");
    else if (listing.has_claimed() && listing.claimed() + listing.gone() != listing.unique())
      run.add_problems("the source claims " + std::to_string(listing.claimed()) + " " +
                       listing.name() + ", " + std::to_string(listing.unique()) + " were listed" +
                       note);
    else if (listing.incomplete())
      run.add_problems("the list of " + listing.name() + " is incomplete" + note);
    else if (listing.name() == noun_ &&
             (units > listing.unique() || units < listing.unique() - listing.gone()))
      run.add_problems(std::to_string(listing.unique()) + " " + noun_ + " were listed, but " +
                       std::to_string(units) + " were begun" + note);
    else if (listing.gone() > 0)
      run.add_warnings(std::to_string(listing.gone()) + " of the " + listing.name() +
                       " went away while the list was read");
    else if (listing.received() > listing.unique())
      run.add_warnings(std::to_string(listing.received() - listing.unique()) + " of the " +
                       listing.name() + " were listed twice" + note);
    *run.add_listings() = listing;
  }
}

// Rows that could not be mapped are lost to the run, but told one by one: within the tolerance that
// is a success.
void RunAccount::check_dead_letters(v1::Run& run) {
  const v1::RowCounts& rows = run.rows();
  if (rows.dead_lettered() == 0) return;
  const std::string what =
      of(rows.dead_lettered(), rows.received(), "rows") +
      " could not be mapped; dead-letters.ndjson says why (tolerance: " + tolerance_.text() + ")";
  if (tolerance_.allows(rows.dead_lettered(), rows.received())) {
    run.add_warnings(what);
    return;
  }
  run.add_problems(what);
  for (v1::UnitAccount& unit : units_)
    if (const std::uint64_t n = unit.rows().dead_lettered(); n > 0)
      unit.add_problems(of(n, unit.rows().received(), "rows") + " could not be mapped");
}

void RunAccount::count_units(v1::Run& run) const {
  v1::ScanCounts& scans = *run.mutable_scans();
  bool all_claimed = true;
  std::uint64_t claimed = 0;
  for (const v1::UnitAccount& unit : units_) {
    add(*run.mutable_rows(), unit.rows());
    const v1::UnitReport& report = unit.report();
    claimed += report.rows_claimed();
    if (!report.has_rows_claimed() && (unit.rows().received() > 0 || failed(unit)))
      all_claimed = false;
    const bool has_scan = !report.scan_id().empty();
    if (has_scan) scans.set_received(scans.received() + 1);
    switch (fate_of(unit)) {
      case Fate::kRead:
        if (has_scan) scans.set_read(scans.read() + 1);
        break;
      case Fate::kEmpty:
        run.set_units_empty(run.units_empty() + 1);
        if (has_scan) scans.set_empty(scans.empty() + 1);
        break;
      case Fate::kIncomplete:
        run.set_units_incomplete(run.units_incomplete() + 1);
        if (has_scan) scans.set_incomplete(scans.incomplete() + 1);
        break;
      case Fate::kFailed:
        run.set_units_failed(run.units_failed() + 1);
        if (has_scan) scans.set_failed(scans.failed() + 1);
        break;
    }
  }
  run.set_units(units_.size());
  if (all_claimed) run.mutable_rows()->set_claimed(claimed);
}

void RunAccount::check_units(v1::Run& run) {
  count_units(run);
  std::uint64_t with_problems = 0;
  for (const v1::UnitAccount& unit : units_)
    if (unit.problems_size() > 0) ++with_problems;
  check_dead_letters(run);
  for (v1::UnitAccount& unit : units_) *run.add_accounts() = std::move(unit);
  if (with_problems > 0)
    run.add_problems(of(with_problems, run.units(), noun_) +
                     " do not add up; their accounts say why");

  const std::uint64_t failures = run.units_failed();
  run.set_status(run.problems_size() > 0 ? v1::RUN_STATUS_INCOMPLETE
                 : failures > 0          ? v1::RUN_STATUS_PARTIAL
                                         : v1::RUN_STATUS_COMPLETE);
  if (failures > 0)
    run.add_problems(of(failures, run.units(), noun_) +
                     " could not be read; their accounts say why");
}

void RunAccount::conclude(const UnitChoice& choice, std::uint64_t skipped, v1::Run& run) {
  throw_when_all_failed();
  check_listings(units_.size() + skipped, run);
  check_units(run);
  run.set_units_skipped(skipped);
  if (!choice.is_everything()) {
    if (!choice.shard.is_whole()) run.set_shard(choice.shard.text());
    run.set_limit(choice.limit);
    run.add_warnings("limited to " + of(units_.size(), units_.size() + skipped, noun_) +
                     (choice.shard.is_whole() ? "" : " by --shard " + choice.shard.text()) +
                     (choice.limit == 0 ? "" : " by --limit " + std::to_string(choice.limit)) +
                     ": this run is no picture of the whole source");
  }
  for (const auto& [reason, count] : filtered_) {
    v1::ReasonCount& line = *run.add_filtered();
    line.set_reason(reason);
    line.set_count(count);
  }
  for (std::size_t i = severities_.size(); i-- > 0;) {
    if (severities_[i] == 0) continue;
    v1::ReasonCount& line = *run.add_by_severity();
    line.set_reason(severity_word(i));
    line.set_count(severities_[i]);
  }
  switch (run.status()) {
    case v1::RUN_STATUS_INCOMPLETE:
      run.set_exit_status(static_cast<int>(ExitStatus::kIncomplete));
      break;
    case v1::RUN_STATUS_PARTIAL:
      run.set_exit_status(static_cast<int>(ExitStatus::kPartial));
      break;
    default:
      run.set_exit_status(static_cast<int>(ExitStatus::kOk));
  }
}

}  // namespace ingest::host

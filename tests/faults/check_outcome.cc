// What must hold of a run with faults: the status, the records, the counts, the account.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "dast_truth.hpp"
#include "fault_run.hpp"

namespace ingest::faults {
namespace {

namespace fs = std::filesystem;

uint64_t lines_of(const fs::path& file) {
  if (!fs::exists(file)) return 0;
  const std::string text = e2e::read_file(file);
  return static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

int failures_so_far() {
  return ::testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count();
}

std::string statuses_text(const std::set<int>& statuses) {
  std::string text;
  for (const int status : statuses) text += (text.empty() ? "" : " or ") + std::to_string(status);
  return text;
}

bool is_failed(const v1::UnitAccount& account) {
  return account.report().outcome() == v1::UNIT_OUTCOME_FAILED;
}

void check_counts(const v1::Run& run, const e2e::CommittedRun& read) {
  v1::RowCounts sum;
  for (const v1::UnitAccount& account : run.accounts()) {
    const v1::RowCounts& rows = account.rows();
    EXPECT_EQ(rows.received(),
              rows.emitted() + rows.filtered() + rows.duplicate() + rows.dead_lettered())
        << account.ShortDebugString();
    sum.set_received(sum.received() + rows.received());
    sum.set_emitted(sum.emitted() + rows.emitted());
    sum.set_filtered(sum.filtered() + rows.filtered());
    sum.set_duplicate(sum.duplicate() + rows.duplicate());
    sum.set_dead_lettered(sum.dead_lettered() + rows.dead_lettered());
  }
  v1::RowCounts counted = run.rows();
  counted.clear_claimed();
  EXPECT_EQ(sum.ShortDebugString(), counted.ShortDebugString());
  const bool complete = run.status() == v1::RUN_STATUS_COMPLETE && run.rows().has_claimed();
  EXPECT_EQ(run.rows().received(), complete ? run.rows().claimed() : run.rows().received());
  const v1::ScanCounts& scans = run.scans();
  EXPECT_EQ(scans.received(), scans.read() + scans.empty() + scans.incomplete() + scans.failed());
  EXPECT_EQ(run.rows().emitted(), read.findings.size());
  EXPECT_EQ(run.assets(), read.assets.size());
  EXPECT_EQ(run.units(), static_cast<uint64_t>(run.accounts_size()));
}

// Each unit's account says what the unit's fault demands, and nothing is said of the others.
void check_accounts(const v1::Run& run, const std::vector<Unit>& units,
                    const Expectation& expected) {
  std::map<std::string, const v1::UnitAccount*> accounts;
  EXPECT_EQ(run.units_failed(), static_cast<uint64_t>(std::count_if(
                                    run.accounts().begin(), run.accounts().end(), is_failed)));
  for (const v1::UnitAccount& account : run.accounts())
    EXPECT_TRUE(accounts.emplace(account.report().unit(), &account).second)
        << "two accounts of " << account.report().unit();
  for (const Unit& unit : units) {
    SCOPED_TRACE("unit " + unit.id);
    const auto found = accounts.find(unit.id);
    if (found == accounts.end()) {
      EXPECT_TRUE(expected.unlisted.count(unit.id) == 1) << "no account of this unit";
      continue;
    }
    const v1::UnitAccount& account = *found->second;
    const bool failed = is_failed(account);
    EXPECT_EQ(failed, expected.failed.count(unit.id) == 1) << account.ShortDebugString();
    if (failed) {
      EXPECT_FALSE(account.report().reason().empty());
    } else if (expected.doubtful.count(unit.id) == 1) {
      EXPECT_GT(account.problems_size(), 0) << account.ShortDebugString();
    } else if (expected.perhaps.count(unit.id) == 0) {
      EXPECT_EQ(account.problems_size(), 0) << account.ShortDebugString();
    }
    accounts.erase(found);
  }
  for (const auto& [id, account] : accounts) ADD_FAILURE() << "invented unit " << id;
}

e2e::Leeway leeway_of(const v1::Run& run, const std::vector<Unit>& units,
                      const Expectation& expected) {
  e2e::Leeway leeway;
  for (const Unit& unit : units) {
    const auto changed = expected.changed.find(unit.id);
    if (changed == expected.changed.end()) continue;
    for (size_t i = 0; i < unit.finding_ids.size(); ++i) {
      if (changed->second.count(unit.finding_ids[i]) == 1)
        leeway.unlike.insert(unit.id + "|" + unit.finding_keys[i]);
    }
  }
  leeway.units = expected.failed;
  leeway.units.insert(expected.unlisted.begin(), expected.unlisted.end());
  for (const auto& [unit, rows] : expected.lost_rows) leeway.bare.insert(unit);
  // A unit may lack findings only where its account owns up to it.
  for (const v1::UnitAccount& account : run.accounts()) {
    const std::string& unit = account.report().unit();
    if (expected.perhaps.count(unit) == 1 && account.problems_size() > 0) leeway.bare.insert(unit);
  }
  return leeway;
}

// Of a unit with damaged rows no more than those may be missing.
void check_lost_rows(const e2e::CommittedRun& read, const std::vector<Unit>& units,
                     const Expectation& expected) {
  for (const auto& [id, most] : expected.lost_rows) {
    if (expected.failed.count(id) == 1 || expected.unlisted.count(id) == 1) continue;
    const auto unit =
        std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.id == id; });
    ASSERT_NE(unit, units.end());
    const auto there = static_cast<uint64_t>(
        std::count_if(read.findings.begin(), read.findings.end(),
                      [&](const v1::Finding& f) { return f.external_asset_id() == id; }));
    EXPECT_GE(there + most, unit->finding_ids.size()) << "of unit " << id;
  }
}

void check_written(const Attempt& attempt, const FaultyTenant& tenant, Product product,
                   const Expectation& expected) {
  const e2e::CommittedRun read(attempt.workspace.out() / name_of(product) / "latest");
  const v1::Run& run = read.run;
  EXPECT_EQ(run.exit_status(), attempt.process.status);
  EXPECT_EQ(run.problems().empty(), attempt.process.status == kOk);
  for (const std::string& problem : run.problems())
    EXPECT_NE(attempt.process.err.find(problem.substr(0, 20)), std::string::npos)
        << "not told: " << problem;
  const std::vector<Unit>& units = tenant.units(product);
  check_counts(run, read);
  check_accounts(run, units, expected);
  const e2e::Leeway leeway = leeway_of(run, units, expected);
  if (product == Product::kSca) {
    expect_equal_to_truth(read, tenant, leeway);
  } else {
    expect_equal_to_dast_truth(read, tenant, false, leeway);
  }
  check_lost_rows(read, units, expected);
  EXPECT_GE(run.rows().dead_lettered(), expected.dead_letters);
  EXPECT_LE(run.rows().dead_lettered(), expected.dead_letters + expected.more_dead_letters);
  EXPECT_EQ(lines_of(read.folder / "dead-letters.ndjson"), run.rows().dead_lettered());
}

}  // namespace

void check_outcome(const Attempt& attempt, const FaultyTenant& tenant, Product product,
                   const Expectation& expected) {
  const e2e::ProcessResult& process = attempt.process;
  ASSERT_FALSE(process.timed_out) << process.err;
  ASSERT_TRUE(expected.statuses.count(process.status) == 1)
      << "status " << process.status << " instead of " << statuses_text(expected.statuses) << "\n"
      << process.out << process.err;
  const fs::path latest = attempt.workspace.out() / name_of(product) / "latest";
  if (expected.written) {
    ASSERT_TRUE(fs::exists(latest)) << process.err;
    const int failures = failures_so_far();
    check_written(attempt, tenant, product, expected);
    if (failures_so_far() > failures) ADD_FAILURE() << process.out << process.err;
  } else {
    EXPECT_FALSE(fs::exists(latest)) << "something was written although nothing could be read";
    EXPECT_GT(process.err.size(), 40U) << "nothing says why";
  }
}

}  // namespace ingest::faults

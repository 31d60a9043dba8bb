// run_history.cc - the runs of StateStore. See state_store.hpp.
#include <utility>

#include "diagnostics/program_pid.hpp"
#include "state/run_brief.hpp"
#include "state/run_end.hpp"
#include "state/state_parts.hpp"

namespace ingest::host {
namespace {

constexpr std::int64_t kUnlimited = -1;

// Columns in the order that record_of reads.
Statement select_runs(Database& database, const std::string& which) {
  return database.prepare(
      ("SELECT number, connection, run_id, cause, unit_noun, folder, changes_state, pid, "
       "started_at, ended_at, outcome, exit_status, reason, run, due FROM runs " +
       which)
          .c_str());
}

RunRecord record_of(const Database& database, const Statement& row) {
  RunRecord record;
  record.number = row.number(0);
  record.start.connection = row.bytes(1);
  record.start.run_id = row.bytes(2);
  record.start.trigger = row.bytes(3);
  record.start.unit_noun = row.bytes(4);
  record.start.folder = row.bytes(5);
  record.start.changes_state = row.number(6) != 0;
  record.pid = row.number(7);
  record.start.started_at = time_of(row.number(8));
  if (const auto ended = row.optional_number(9)) record.ended_at = time_of(*ended);
  const std::string name = row.bytes(10);
  const std::optional<RunOutcome> outcome = run_outcome(name);
  if (!outcome) database.fail_damaged("a run that is '" + name + "', which no run can be");
  record.outcome = *outcome;
  if (const auto status = row.optional_number(11)) record.exit_status = static_cast<int>(*status);
  record.reason = row.bytes(12);
  if (const auto due = row.optional_number(14)) record.start.due = time_of(*due);
  const std::string run = row.bytes(13);
  if (!record.run.ParseFromString(run))
    database.fail_damaged("the account of run " + record.start.run_id + " is none");
  return record;
}

std::optional<RunRecord> record_by(Database& database, RunNumber number) {
  Statement row = select_runs(database, "WHERE number = ?1");
  row.bind(1, number);
  if (!row.step()) return std::nullopt;
  return record_of(database, row);
}

bool another_is_under_way(Database& database, const RunRecord& record) {
  Statement row = database.prepare(
      "SELECT 1 FROM runs WHERE outcome = 'running' AND changes_state <> 0 AND connection = ?1 "
      "AND number <> ?2");
  row.bind(1, record.start.connection).bind(2, record.number);
  return row.step();
}

void write_end(Database& database, RunNumber number, const RunEnd& end, StateTime when) {
  database
      .prepare(
          "UPDATE runs SET ended_at = ?2, outcome = ?3, exit_status = ?4, reason = ?5, "
          "run = ?6 WHERE number = ?1")
      .bind(1, number)
      .bind(2, count_of(when))
      .bind(3, name_of(end.outcome))
      .bind(4, end.exit_status ? std::optional<std::int64_t>(*end.exit_status) : std::nullopt)
      .bind(5, kept_text(end.reason))
      .bind_blob(6, end.run.SerializeAsString())
      .run();
}

std::vector<RunRecord> under_way(Database& database) {
  Statement rows = select_runs(database, "WHERE outcome = 'running'");
  std::vector<RunRecord> all;
  while (rows.step()) all.push_back(record_of(database, rows));
  return all;
}

}  // namespace

// What happened to the connection meanwhile is not undone: made inactive, removed, run anew.
void StateStore::Parts::enter_after(const RunRecord& record, ConnectionState state,
                                    const std::string& why, StateTime when) {
  if (!record.start.changes_state || another_is_under_way(database, record)) return;
  const std::optional<StateEntry> now = current(record.start.connection);
  if (!now || now->state == ConnectionState::kInactive) return;
  append(record.start.connection, state, why, when);
}

RunNumber StateStore::begin_run(const RunStart& start, const NextMark& next_mark) {
  reconcile();
  const std::lock_guard lock(parts_->mutex);
  v1::Run run;
  run.set_run_id(start.run_id);
  run.set_connection(start.connection);
  Transaction transaction(parts_->database);
  if (next_mark)
    parts_->set_schedule_mark(start.connection, next_mark(parts_->schedule_mark(start.connection)));
  if (start.due) parts_->set_last_due(start.connection, *start.due);
  parts_->database
      .prepare(
          "INSERT INTO runs(connection, run_id, cause, unit_noun, folder, changes_state, pid, "
          "started_at, due, outcome, reason, run) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'running', '', ?10)")
      .bind(1, start.connection)
      .bind(2, start.run_id)
      .bind(3, kept_text(start.trigger))
      .bind(4, kept_text(start.unit_noun))
      .bind(5, start.folder.native())
      .bind(6, std::int64_t{start.changes_state ? 1 : 0})
      .bind(7, std::int64_t{program_pid()})
      .bind(8, count_of(start.started_at))
      .bind(9, start.due ? std::optional<std::int64_t>(count_of(*start.due)) : std::nullopt)
      .bind_blob(10, run.SerializeAsString())
      .run();
  const RunNumber number = parts_->database.last_row();
  if (start.changes_state)
    parts_->append(start.connection, ConnectionState::kProcessing,
                   "run " + start.run_id + " (" + start.trigger + ")", start.started_at);
  // Before anybody can see that it is under way.
  parts_->live.hold(number);
  try {
    transaction.commit();
  } catch (...) {
    parts_->live.let_go(number);
    throw;
  }
  return number;
}

void StateStore::describe_run(RunNumber number, const v1::Run& run, const std::string& unit_noun) {
  const std::lock_guard lock(parts_->mutex);
  parts_->database.prepare("UPDATE runs SET run = ?2, unit_noun = ?3 WHERE number = ?1")
      .bind(1, number)
      .bind_blob(2, brief_of(run).SerializeAsString())
      .bind(3, kept_text(unit_noun))
      .run();
}

void StateStore::end_run(RunNumber number, const v1::Run& run, StateTime when) {
  const std::lock_guard lock(parts_->mutex);
  {
    Transaction transaction(parts_->database);
    const std::optional<RunRecord> record = record_by(parts_->database, number);
    const RunEnd end = end_of(run);
    write_end(parts_->database, number, end, when);
    if (record) parts_->enter_after(*record, state_after(end.outcome), end.why, when);
    transaction.commit();
  }
  parts_->live.let_go(number);
}

void StateStore::fail_run(RunNumber number, ExitStatus status, const std::string& reason,
                          const v1::Run& so_far, StateTime when) {
  const std::lock_guard lock(parts_->mutex);
  {
    Transaction transaction(parts_->database);
    const std::optional<RunRecord> record = record_by(parts_->database, number);
    const RunEnd end = failed_end(status, reason, so_far);
    write_end(parts_->database, number, end, when);
    if (record)
      parts_->enter_after(*record, ConnectionState::kFailed,
                          "run " + record->start.run_id + ": " + reason, when);
    transaction.commit();
  }
  parts_->live.let_go(number);
}

std::vector<RunRecord> StateStore::runs(const RunQuery& query) {
  const std::lock_guard lock(parts_->mutex);
  Statement rows = select_runs(parts_->database,
                               "WHERE (?1 = '' OR connection = ?1) AND (?2 IS NULL OR number < ?2) "
                               "ORDER BY number DESC LIMIT ?3");
  rows.bind(1, query.connection.value_or(""))
      .bind(2, query.before)
      .bind(3, query.limit == 0 ? kUnlimited : static_cast<std::int64_t>(query.limit));
  std::vector<RunRecord> all;
  while (rows.step()) all.push_back(record_of(parts_->database, rows));
  return all;
}

std::optional<RunRecord> StateStore::run(const std::string& connection, const std::string& run_id) {
  const std::lock_guard lock(parts_->mutex);
  Statement row = select_runs(parts_->database, "WHERE connection = ?1 AND run_id = ?2");
  row.bind(1, connection).bind(2, run_id);
  if (!row.step()) return std::nullopt;
  return record_of(parts_->database, row);
}

void StateStore::remove_runs(const std::vector<RunNumber>& numbers) {
  const std::lock_guard lock(parts_->mutex);
  Database& database = parts_->database;
  Transaction transaction(database);
  std::set<std::string> connections;
  for (const RunNumber number : numbers) {
    const std::optional<RunRecord> record = record_by(database, number);
    if (!record || record->outcome == RunOutcome::kRunning) continue;
    connections.insert(record->start.connection);
    database.prepare("DELETE FROM runs WHERE number = ?1").bind(1, number).run();
  }
  for (const std::string& connection : connections)
    database
        .prepare(
            "DELETE FROM transitions WHERE connection = ?1 "
            "AND since < coalesce((SELECT min(started_at) FROM runs WHERE connection = ?1), since "
            "+ 1) "
            "AND id < (SELECT max(id) FROM transitions WHERE connection = ?1)")
        .bind(1, connection)
        .run();
  transaction.commit();
}

std::size_t StateStore::reconcile() { return reconcile(nullptr); }

std::size_t StateStore::reconcile(const KnownDeath* death) {
  const std::lock_guard lock(parts_->mutex);
  std::size_t closed = 0;
  for (const RunRecord& record : under_way(parts_->database)) {
    if (parts_->live.is_alive(record.number)) continue;
    // It may have ended by itself since it was seen: what it said counts.
    const RunEnd end = end_without_a_word(record, death);
    Transaction transaction(parts_->database);
    const std::optional<RunRecord> now = record_by(parts_->database, record.number);
    if (!now || now->outcome != RunOutcome::kRunning) continue;
    const StateTime when = state_now();
    write_end(parts_->database, record.number, end, when);
    parts_->enter_after(*now, state_after(end.outcome), end.why, when);
    transaction.commit();
    ++closed;
  }
  return closed;
}

// Somebody else may have found the run without its process first, and not have known why.
void StateStore::amend(const KnownDeath& death) {
  const std::lock_guard lock(parts_->mutex);
  Transaction transaction(parts_->database);
  std::optional<RunRecord> found;
  {
    Statement row = select_runs(
        parts_->database, "WHERE pid = ?1 AND outcome = 'killed' ORDER BY number DESC LIMIT 1");
    row.bind(1, death.pid);
    if (row.step()) found = record_of(parts_->database, row);
  }
  if (!found || !is_of(*found, death)) return;
  const RunEnd end = end_without_a_word(*found, &death);
  const StateTime when = state_now();
  write_end(parts_->database, found->number, end, when);
  const std::optional<StateEntry> now = parts_->current(found->start.connection);
  if (now && now->state == ConnectionState::kFailed)
    parts_->enter_after(*found, state_after(end.outcome), end.why, when);
  transaction.commit();
}

}  // namespace ingest::host

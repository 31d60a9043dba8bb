// state_store.cc - states, marks and expiries. See state_store.hpp; runs are in run_history.cc.
#include "state/state_store.hpp"

#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "state/migrations.hpp"
#include "state/state_dir.hpp"
#include "state/state_parts.hpp"
#include "storage/private_folder.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kTextMax = 2000;
constexpr std::int64_t kUnlimited = -1;

StateEntry entry_of(const Database& database, const Statement& row) {
  StateEntry entry;
  entry.connection = row.bytes(0);
  const std::string name = row.bytes(1);
  const std::optional<ConnectionState> state = connection_state(name);
  if (!state) database.fail_damaged("a transition to '" + name + "', which is no state");
  entry.state = *state;
  entry.why = row.bytes(2);
  entry.since = time_of(row.number(3));
  return entry;
}

// For each of them: what sql, with the new name as ?1 and the old one as ?2, does.
void run_all(Database& database, std::initializer_list<const char*> statements,
             const std::string& first, const std::string& second = {}) {
  for (const char* sql : statements) {
    Statement statement = database.prepare(sql);
    statement.bind(1, first);
    if (!second.empty()) statement.bind(2, second);
    statement.run();
  }
}

}  // namespace

std::string kept_text(const std::string& text) {
  return plain_text(redactor().apply(text), kTextMax);
}

std::optional<StateEntry> StateStore::Parts::current(const std::string& connection) {
  Statement row = database.prepare(
      "SELECT connection, state, why, since FROM transitions WHERE connection = ?1 "
      "ORDER BY id DESC LIMIT 1");
  row.bind(1, connection);
  if (!row.step()) return std::nullopt;
  return entry_of(database, row);
}

void StateStore::Parts::append(const std::string& connection, ConnectionState state,
                               const std::string& why, StateTime when) {
  database.prepare("INSERT INTO transitions(connection, state, why, since) VALUES(?1, ?2, ?3, ?4)")
      .bind(1, connection)
      .bind(2, name_of(state))
      .bind(3, kept_text(why))
      .bind(4, count_of(when))
      .run();
}

void StateStore::Parts::set_last_due(const std::string& connection, StateTime due) {
  database
      .prepare(
          "INSERT INTO marks(connection, due) VALUES(?1, ?2) "
          "ON CONFLICT(connection) DO UPDATE SET due = excluded.due")
      .bind(1, connection)
      .bind(2, count_of(due))
      .run();
}

std::optional<std::string> StateStore::Parts::schedule_mark(const std::string& connection) {
  Statement row = database.prepare("SELECT mark FROM schedules WHERE connection = ?1");
  row.bind(1, connection);
  if (!row.step()) return std::nullopt;
  return row.bytes(0);
}

void StateStore::Parts::set_schedule_mark(const std::string& connection, const std::string& mark) {
  database
      .prepare(
          "INSERT INTO schedules(connection, mark) VALUES(?1, ?2) "
          "ON CONFLICT(connection) DO UPDATE SET mark = excluded.mark")
      .bind(1, connection)
      .bind(2, mark)
      .run();
}

StateStore::StateStore(const std::filesystem::path& state_dir,
                       const std::optional<KnownDeath>& death)
    : parts_(in_state_dir(state_dir, [&] {
        make_private_folder(state_dir);
        return std::make_unique<Parts>(state_dir);
      })) {
  parts_->database.check_integrity();
  migrate(parts_->database, state_migrations());
  reconcile(death ? &*death : nullptr);
  if (death) amend(*death);
}

StateStore::~StateStore() = default;

void StateStore::enter(const std::string& connection, ConnectionState state, const std::string& why,
                       StateTime when) {
  const std::lock_guard lock(parts_->mutex);
  Transaction transaction(parts_->database);
  const std::optional<StateEntry> now = parts_->current(connection);
  if (now && now->state == state && now->why == kept_text(why)) return;
  parts_->append(connection, state, why, when);
  transaction.commit();
}

std::optional<StateEntry> StateStore::state_of(const std::string& connection) {
  const std::lock_guard lock(parts_->mutex);
  return parts_->current(connection);
}

std::vector<StateEntry> StateStore::states() {
  const std::lock_guard lock(parts_->mutex);
  Statement rows = parts_->database.prepare(
      "SELECT connection, state, why, since FROM transitions WHERE id IN "
      "(SELECT max(id) FROM transitions GROUP BY connection) ORDER BY connection");
  std::vector<StateEntry> all;
  while (rows.step()) all.push_back(entry_of(parts_->database, rows));
  return all;
}

std::vector<StateEntry> StateStore::transitions(const std::string& connection, std::size_t limit) {
  const std::lock_guard lock(parts_->mutex);
  Statement rows = parts_->database.prepare(
      "SELECT connection, state, why, since FROM transitions WHERE connection = ?1 "
      "ORDER BY id DESC LIMIT ?2");
  rows.bind(1, connection).bind(2, limit == 0 ? kUnlimited : static_cast<std::int64_t>(limit));
  std::vector<StateEntry> all;
  while (rows.step()) all.push_back(entry_of(parts_->database, rows));
  return all;
}

void StateStore::rename(const std::string& from, const std::string& to) {
  if (from == to) return;
  const std::lock_guard lock(parts_->mutex);
  Transaction transaction(parts_->database);
  run_all(
      parts_->database,
      {"DELETE FROM transitions WHERE connection = ?1", "DELETE FROM marks WHERE connection = ?1",
       "DELETE FROM schedules WHERE connection = ?1", "DELETE FROM expiries WHERE connection = ?1"},
      to);
  run_all(parts_->database,
          {"UPDATE transitions SET connection = ?1 WHERE connection = ?2",
           "UPDATE marks SET connection = ?1 WHERE connection = ?2",
           "UPDATE schedules SET connection = ?1 WHERE connection = ?2",
           "UPDATE expiries SET connection = ?1 WHERE connection = ?2",
           "UPDATE runs SET connection = ?1 WHERE connection = ?2"},
          to, from);
  transaction.commit();
}

void StateStore::forget(const std::string& connection, Runs runs) {
  const std::lock_guard lock(parts_->mutex);
  Transaction transaction(parts_->database);
  run_all(
      parts_->database,
      {"DELETE FROM transitions WHERE connection = ?1", "DELETE FROM marks WHERE connection = ?1",
       "DELETE FROM schedules WHERE connection = ?1", "DELETE FROM expiries WHERE connection = ?1"},
      connection);
  if (runs == Runs::kGo)
    run_all(parts_->database, {"DELETE FROM runs WHERE connection = ?1 AND outcome <> 'running'"},
            connection);
  transaction.commit();
}

std::optional<StateTime> StateStore::last_due(const std::string& connection) {
  const std::lock_guard lock(parts_->mutex);
  Statement row = parts_->database.prepare("SELECT due FROM marks WHERE connection = ?1");
  row.bind(1, connection);
  if (!row.step()) return std::nullopt;
  return time_of(row.number(0));
}

void StateStore::set_last_due(const std::string& connection, StateTime due) {
  const std::lock_guard lock(parts_->mutex);
  parts_->set_last_due(connection, due);
}

std::optional<std::string> StateStore::schedule_mark(const std::string& connection) {
  const std::lock_guard lock(parts_->mutex);
  return parts_->schedule_mark(connection);
}

void StateStore::set_schedule_mark(const std::string& connection, const std::string& mark) {
  const std::lock_guard lock(parts_->mutex);
  parts_->set_schedule_mark(connection, mark);
}

std::map<std::string, StateTime> StateStore::expiries(const std::string& connection) {
  const std::lock_guard lock(parts_->mutex);
  Statement rows =
      parts_->database.prepare("SELECT field, expires FROM expiries WHERE connection = ?1");
  rows.bind(1, connection);
  std::map<std::string, StateTime> all;
  while (rows.step()) all.emplace(rows.bytes(0), time_of(rows.number(1)));
  return all;
}

void StateStore::set_expiry(const std::string& connection, const std::string& field,
                            std::optional<StateTime> expires) {
  const std::lock_guard lock(parts_->mutex);
  if (!expires) {
    parts_->database.prepare("DELETE FROM expiries WHERE connection = ?1 AND field = ?2")
        .bind(1, connection)
        .bind(2, field)
        .run();
    return;
  }
  parts_->database
      .prepare(
          "INSERT INTO expiries(connection, field, expires) VALUES(?1, ?2, ?3) "
          "ON CONFLICT(connection, field) DO UPDATE SET expires = excluded.expires")
      .bind(1, connection)
      .bind(2, field)
      .bind(3, count_of(*expires))
      .run();
}

}  // namespace ingest::host

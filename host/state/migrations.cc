// migrations.cc - see migrations.hpp. What is here was shipped: it is added to, never changed.
#include "state/migrations.hpp"

#include <array>
#include <string>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

// Times are milliseconds since 1970, UTC. runs.run is an ingest.v1.Run.
constexpr Migration kVersion1 = R"(
CREATE TABLE transitions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;
CREATE INDEX transitions_by_connection ON transitions(connection, id);
CREATE TABLE runs(
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  connection TEXT NOT NULL,
  run_id TEXT NOT NULL,
  cause TEXT NOT NULL,
  unit_noun TEXT NOT NULL,
  folder TEXT NOT NULL,
  changes_state INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  due INTEGER,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT NOT NULL,
  exit_status INTEGER,
  reason TEXT NOT NULL,
  run BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX runs_by_id ON runs(connection, run_id);
CREATE INDEX runs_by_connection ON runs(connection, number);
CREATE INDEX runs_under_way ON runs(number) WHERE outcome = 'running';
CREATE TABLE marks(
  connection TEXT NOT NULL PRIMARY KEY,
  due INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE schedules(
  connection TEXT NOT NULL PRIMARY KEY,
  mark TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE expiries(
  connection TEXT NOT NULL,
  field TEXT NOT NULL,
  expires INTEGER NOT NULL,
  PRIMARY KEY(connection, field)
) STRICT, WITHOUT ROWID;
)";

constexpr std::array<Migration, 1> kMigrations = {kVersion1};

std::int64_t ask(Database& database, const char* sql) {
  Statement statement = database.prepare(sql);
  return statement.step() ? statement.number(0) : 0;
}

std::int64_t version_of(Database& database, std::int64_t known) {
  const std::int64_t version = ask(database, "PRAGMA user_version");
  if (version > known)
    throw Failure(ExitStatus::kConfig,
                  "the state database " + database.file().string() + " has version " +
                      std::to_string(version) + ", and this ingest knows versions up to " +
                      std::to_string(known),
                  "A newer ingest made it: use that one, or another directory with --state-dir.");
  if (version < 0 || (version == 0 && ask(database, "SELECT count(*) FROM sqlite_schema") > 0))
    throw Failure(ExitStatus::kConfig,
                  database.file().string() + " is a database, but none that ingest made",
                  "Move it elsewhere, or name another state directory with --state-dir.");
  return version;
}

}  // namespace

std::span<const Migration> state_migrations() noexcept { return kMigrations; }

void migrate(Database& database, std::span<const Migration> migrations) {
  const auto known = static_cast<std::int64_t>(migrations.size());
  while (version_of(database, known) < known) {
    Transaction transaction(database);
    // Another process may have done it meanwhile.
    const std::int64_t version = version_of(database, known);
    if (version == known) return;
    database.execute(migrations[static_cast<std::size_t>(version)]);
    database.execute(("PRAGMA user_version = " + std::to_string(version + 1)).c_str());
    transaction.commit();
  }
}

}  // namespace ingest::host

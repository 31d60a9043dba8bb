// migrations.hpp - the tables of the state database, version by version. One thread.
#pragma once

#include <span>

#include "state/database.hpp"

namespace ingest::host {

// The statements that lead to the version after the one before; the first begins with nothing.
using Migration = const char*;
std::span<const Migration> state_migrations() noexcept;

// Brings the database to the last version, one transaction a version. A Failure (kConfig) when it
// is of a newer ingest, or of no ingest at all.
void migrate(Database& database, std::span<const Migration> migrations);

}  // namespace ingest::host

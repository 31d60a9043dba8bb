#include "state/migrations.hpp"

#include <gmock/gmock.h>

#include <array>

#include "connection/failing.hpp"
#include "output/temporary_folder.hpp"
#include "state/state_store.hpp"

namespace ingest::host {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr Migration kNames = "CREATE TABLE names(name TEXT) STRICT;";
constexpr Migration kAges = R"(ALTER TABLE names ADD COLUMN age INTEGER NOT NULL DEFAULT 7;
UPDATE names SET name = upper(name);)";
constexpr Migration kBroken = "CREATE TABLE fresh(x); INSERT INTO nowhere VALUES(1);";

std::int64_t version(Database& database) {
  Statement statement = database.prepare("PRAGMA user_version");
  EXPECT_TRUE(statement.step());
  return statement.number(0);
}

TEST(Migrations, LeadFromNothingAndFromAnOlderVersionWithItsData) {
  TemporaryFolder folder;
  const auto file = folder.path() / "x.db";
  {
    Database database(file);
    migrate(database, std::array{kNames});
    EXPECT_EQ(version(database), 1);
    database.execute("INSERT INTO names VALUES('ada')");
  }
  Database database(file);
  migrate(database, std::array{kNames, kAges});
  migrate(database, std::array{kNames, kAges});  // nothing to do
  EXPECT_EQ(version(database), 2);
  Statement row = database.prepare("SELECT name, age FROM names");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.bytes(0), "ADA");
  EXPECT_EQ(row.number(1), 7);
}

TEST(Migrations, AStepIsDoneAsAWholeOrNotAtAll) {
  TemporaryFolder folder;
  Database database(folder.path() / "x.db");
  EXPECT_THROW(migrate(database, std::array{kNames, kBroken}), Failure);
  EXPECT_EQ(version(database), 1);
  EXPECT_THROW(database.prepare("SELECT * FROM fresh"), Failure);
}

TEST(Migrations, ANewerVersionIsRefusedWithBothNumbers) {
  TemporaryFolder folder;
  { StateStore store(folder.path()); }
  {
    Database database(folder.path() / "state.db");
    database.execute("PRAGMA user_version = 4711");
  }
  const std::string known = std::to_string(state_migrations().size());
  EXPECT_THAT(failing([&] { StateStore store(folder.path()); }),
              AllOf(HasSubstr("version 4711"), HasSubstr("up to " + known), HasSubstr("newer")));
}

TEST(Migrations, ADatabaseOfSomethingElseIsLeftAlone) {
  TemporaryFolder folder;
  {
    Database database(folder.path() / "state.db");
    database.execute("CREATE TABLE songs(title TEXT)");
  }
  EXPECT_THAT(failing([&] { StateStore store(folder.path()); }),
              HasSubstr("none that ingest made"));
}

}  // namespace
}  // namespace ingest::host

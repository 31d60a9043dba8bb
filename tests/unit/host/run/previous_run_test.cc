// A run that finds nothing, after one that found something.
#include "run/previous_run.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "run_fixture.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

v1::Listing listing(std::uint64_t rows) {
  v1::Listing all;
  all.set_name("projects");
  all.set_claimed(rows);
  all.set_received(rows);
  all.set_unique(rows);
  return all;
}

class PreviousRuns : public RunTest {
 protected:
  static void some(Fetch& fetch) {
    fetch.unit("a", "A a\nF a k\n", 1);
    fetch.unit("b", "A b\n", 0);
    fetch.listing(listing(2));
  }
  static void nothing(Fetch& fetch) { fetch.listing(listing(0)); }
  fs::path latest() const { return connection_folder() / "latest"; }
  void expect_fresh(const CommittedRun& done) const {
    EXPECT_EQ(done.run.exit_status(), 0);
    EXPECT_EQ(fs::canonical(latest()), fs::canonical(done.folder));
  }
};

TEST_F(PreviousRuns, NothingWhereSomeWereIsIncompleteAndLatestStays) {
  const CommittedRun first = run(some);
  for (int again = 0; again < 2; ++again) {
    const CommittedRun done = run(nothing);
    EXPECT_EQ(done.run.exit_status(), 7);
    EXPECT_EQ(done.run.status(), v1::RUN_STATUS_INCOMPLETE);
    ASSERT_EQ(done.run.problems_size(), 1);
    EXPECT_THAT(done.run.problems(0),
                HasSubstr("the source lists no projects (0), where the latest run, " +
                          first.run.run_id() + ", had 2: check the key's permissions, the tenant"));
    EXPECT_EQ(told(done).exit_status(), 7);
    EXPECT_TRUE(fs::exists(done.folder / "findings.binpb"));
    EXPECT_EQ(fs::canonical(latest()), fs::canonical(first.folder));
  }
  fs::remove(latest());
  expect_fresh(run(nothing));
}

TEST_F(PreviousRuns, TheFirstRunAndOneAfterNothingOnlyWarn) {
  const CommittedRun first = run(nothing);
  expect_fresh(first);
  EXPECT_THAT(first.run.warnings(0), HasSubstr("the source lists no projects; if it should"));
  const CommittedRun second = run(nothing);
  expect_fresh(second);
  EXPECT_THAT(second.run.warnings(0), HasSubstr("as in the run before"));
  const CommittedRun third = run(some);
  expect_fresh(third);
  EXPECT_EQ(third.run.warnings_size(), 0);
}

// What a limit or a share left out was there all the same; and it may leave out everything.
TEST_F(PreviousRuns, UnitsLeftOutCountAsFound) {
  request_.choice.limit = 1;
  run(some);
  request_.choice.limit = 0;
  const CommittedRun done = run(nothing);
  EXPECT_THAT(done.run.problems(0), HasSubstr("had 2"));
  request_.choice.shard = Shard::parse("1/1000");
  ASSERT_FALSE(request_.choice.shard.holds("a") || request_.choice.shard.holds("b"));
  expect_fresh(run(some));
}

TEST_F(PreviousRuns, AnotherConnectorOrAReplayIsNoMeasure) {
  run(some);
  request_.versions.set_connector("another");
  expect_fresh(run(nothing));
}

TEST_F(PreviousRuns, OneThatCanNotBeReadIsNoReasonToFail) {
  const struct {
    const char* name;
    std::function<void(const fs::path&)> spoil;
    const char* says;
  } cases[] = {
      {"gone", [](const fs::path& p) { fs::remove(p); }, "can't be opened: No such file"},
      {"folder",
       [](const fs::path& p) {
         fs::remove(p);
         fs::create_directory(p);
       },
       "is no regular file"},
      {"fifo",
       [](const fs::path& p) {
         fs::remove(p);
         ::mkfifo(p.c_str(), 0600);
       },
       "is no regular file"},
      {"loop",
       [](const fs::path& p) {
         fs::remove(p);
         fs::create_symlink(p, p);
       },
       "can't be opened"},
      {"empty", [](const fs::path& p) { write_file(p, ""); }, "is no JSON"},
      {"cut", [](const fs::path& p) { write_file(p, R"({"run_id": "x", "uni)"); }, "is no JSON"},
      {"text", [](const fs::path& p) { write_file(p, "<html>"); }, "is no JSON"},
      {"list", [](const fs::path& p) { write_file(p, "[1, \"x\"]"); }, "is no account of a run"},
      {"deep", [](const fs::path& p) { write_file(p, std::string(100'000, '[')); }, "is no JSON"},
      {"long", [](const fs::path& p) { write_file(p, '"' + std::string(9'000'000, 'x') + '"'); },
       "within its first MiB"},
      {"types",
       [](const fs::path& p) {
         write_file(p, R"({"run_id": {"run_id": []}, "units": "many", "versions": [7, null]})");
       },
       "is no account of a run"},
  };
  const fs::path file = folder_.path() / "run.json";
  for (const auto& each : cases) {
    fs::remove_all(file);
    write_file(file, "{}");
    each.spoil(file);
    try {
      read_previous_run(file);
      ADD_FAILURE() << each.name;
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(each.says)) << each.name;
    }
  }
  write_file(run(some).folder / "run.json", "<html>");
  const CommittedRun done = run(nothing);
  expect_fresh(done);
  ASSERT_EQ(done.run.warnings_size(), 1);
  EXPECT_THAT(done.run.warnings(0), HasSubstr("whether the latest run had some can't be told: "));
  EXPECT_THAT(done.run.warnings(0), HasSubstr("run.json is no JSON"));
}

// Findings get other ids where another thing identifies them, whatever the map is called.
TEST_F(PreviousRuns, AnotherIdentityIsWarnedAboutOnce) {
  const auto use = [this](const char* map, std::uint32_t version, const char* identity) {
    request_.versions.set_map(map);
    request_.versions.set_map_version(version);
    request_.versions.set_map_sha256(std::string(map) + std::to_string(version));
    request_.versions.set_identity_sha256(identity);
  };
  use("default", 1, "one");
  const CommittedRun first = run(some);
  EXPECT_EQ(first.run.warnings_size(), 0) << "there is no run before";
  EXPECT_EQ(told(first).versions().identity_sha256(), "one");
  use("mine", 3, "one");
  EXPECT_EQ(run(some).run.warnings_size(), 0) << "another map that identifies alike";
  use("mine", 4, "two");
  notices_.clear();
  const CommittedRun splits = run(some);
  ASSERT_EQ(splits.run.warnings_size(), 1);
  EXPECT_THAT(splits.run.warnings(0),
              HasSubstr("map mine version 4 identifies findings in another way than map mine "
                        "version 3 of the latest run, "));
  EXPECT_THAT(splits.run.warnings(0), HasSubstr("history splits"));
  EXPECT_THAT(notices_, HasSubstr("warning: map mine version 4 identifies"));
  EXPECT_EQ(splits.run.exit_status(), 0);
  EXPECT_EQ(run(some).run.warnings_size(), 0) << "it is what it was in the run before";
  // Older runs say nothing of it, nor does a connector without a map; another connector has ids
  // of its own.
  use("mine", 4, "");
  EXPECT_EQ(run(some).run.warnings_size(), 0);
  use("mine", 4, "three");
  EXPECT_EQ(run(some).run.warnings_size(), 0);
  request_.versions.set_connector("another");
  use("mine", 4, "four");
  EXPECT_EQ(run(some).run.warnings_size(), 0);
}

// The accounts of many units, and whatever follows, are not read.
TEST_F(PreviousRuns, OnlyTheCountsAreRead) {
  const CommittedRun first = run(some);
  std::string text = content_of(first.folder / "run.json");
  const std::size_t accounts = text.find("\"accounts\"");
  ASSERT_NE(accounts, std::string::npos);
  text.replace(accounts, std::string::npos, "\"accounts\": [" + std::string(3'000'000, '!'));
  write_file(first.folder / "run.json", text);
  const PreviousRun previous = read_previous_run(first.folder / "run.json");
  EXPECT_EQ(previous.units, 2U);
  EXPECT_EQ(previous.listed, 2U);
  EXPECT_EQ(previous.connector, "scripted");
  EXPECT_EQ(previous.run_id, first.run.run_id());
  EXPECT_EQ(run(nothing).run.exit_status(), 7);
}

}  // namespace
}  // namespace ingest::host

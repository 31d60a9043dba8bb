// Runs that are stopped, fail or are killed, and are gone on with: in the end the same bytes as if
// nothing had happened.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "run_fixture.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kUnits = 24;
constexpr std::uint64_t kPages = 3;

std::string unit_name(std::uint64_t n) { return "u" + std::to_string(n * 7 % kUnits); }

class ResumeTest : public RunTest {
 protected:
  ResumeTest() { request_.format = OutputFormat::kBoth; }

  static std::string body(const std::string& unit, std::uint64_t place) {
    std::string text = "A " + unit + "\n";
    for (int i = 0; i < 5; ++i)  // one of them repeats on the same page
      text += "F " + unit + " k" + std::to_string(place) + "-" + std::to_string(i % 4) + "\n";
    return text + "X other 2\n";
  }

  // Reads all units, their pages mixed; tells which it read.
  static std::set<std::string> read_all(Fetch& fetch, const std::function<void()>& before = {},
                                        std::uint64_t units = kUnits) {
    std::set<std::string> wanted;
    for (std::uint64_t n = 0; n < units; ++n)
      if (fetch.begin(unit_name(n))) wanted.insert(unit_name(n));
    for (std::uint64_t i = 0; i < kPages; ++i)
      for (const std::string& unit : wanted) {
        // Those with an even number end early.
        const bool early = unit.size() % 2 == 0;
        if (early && i > 0) continue;
        for (std::uint64_t place = early ? kPages : i + 1; place-- > (early ? 0 : i);) {
          if (before) before();
          fetch.page(unit, place, body(unit, place), 7);
        }
        if (early || i + 1 == kPages) fetch.end(complete_report(unit, kPages, kPages * 7));
      }
    return wanted;
  }

  // In a folder of its own.
  std::string undisturbed() {
    RunRequest& request = request_;
    const fs::path out = std::exchange(request.out, folder_.path() / "undisturbed");
    const bool resume = std::exchange(request.resume, false);
    const std::string bytes = digests_of(run([](Fetch& fetch) { read_all(fetch); }));
    request.out = out;
    request.resume = resume;
    return bytes;
  }

  // Ends by an error of the source after so many pages.
  Failure fail_after(std::uint64_t pages) {
    ScriptedConnector connector(
        [pages](Fetch& fetch) -> std::optional<ConnectorError> {
          struct Enough {};
          try {
            std::uint64_t left = pages;
            read_all(fetch, [&left] {
              if (left-- == 0) throw Enough();
            });
          } catch (const Enough&) {
          }
          ConnectorError error;
          error.code = INGEST_E_UNAVAILABLE;
          error.message = "gone";
          return error;
        },
        0);
    return run_fails(connector);
  }

  std::vector<fs::path> segments() const {
    std::vector<fs::path> all;
    for (const std::string& run : interrupted())
      for (const auto& entry :
           fs::directory_iterator(connection_folder() / ".partial" / run / "segments"))
        all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    return all;
  }
};

TEST_F(ResumeTest, GoesOnAfterAFailure) {
  const std::string expected = undisturbed();
  const Failure failure = fail_after(40);
  EXPECT_EQ(failure.status(), ExitStatus::kNetwork);
  ASSERT_EQ(interrupted().size(), 1U);
  EXPECT_TRUE(visible().empty());

  request_.resume = true;
  std::set<std::string> read;
  progress_.clear();
  const CommittedRun done = run([&](Fetch& fetch) { read = read_all(fetch); });
  EXPECT_EQ(digests_of(done), expected);
  EXPECT_EQ(done.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(done.run.units(), kUnits);
  EXPECT_GT(done.run.units_kept(), 5U);
  EXPECT_EQ(done.run.units_kept(), kUnits - read.size());
  EXPECT_EQ(done.run.units_skipped(), 0U);
  EXPECT_FALSE(done.run.resumed_from().empty());
  EXPECT_EQ(static_cast<std::uint64_t>(done.run.accounts_size()), kUnits);
  EXPECT_EQ(done.run.rows().received(), kUnits * kPages * 7);
  EXPECT_EQ(done.run.rows().duplicate(), kUnits * kPages);
  ASSERT_EQ(done.run.filtered_size(), 1);
  EXPECT_EQ(done.run.filtered(0).count(), kUnits * kPages * 2);
  ASSERT_EQ(done.run.by_severity_size(), 1);
  EXPECT_EQ(done.run.by_severity(0).count(), kUnits * kPages * 4);
  EXPECT_TRUE(interrupted().empty());
  EXPECT_NE(notices_.find("going on with the interrupted run"), std::string::npos) << notices_;
  EXPECT_NE(std::string(failure.what())
                .find(std::to_string(done.run.units_kept()) + " projects are kept"),
            std::string::npos)
      << failure.what();
  EXPECT_NE(progress_.find("24 projects, 0 scans, 504 rows, 360 findings"), std::string::npos)
      << progress_;
  ASSERT_EQ(done.run.warnings_size(), 1);
  EXPECT_NE(done.run.warnings(0).find(done.run.resumed_from()), std::string::npos);
  EXPECT_EQ(told(done).SerializeAsString(), done.run.SerializeAsString());
}

TEST_F(ResumeTest, GoesOnAsOftenAsItTakes) {
  const std::string expected = undisturbed();
  request_.resume = true;
  std::uint64_t kept = 0;
  for (int round = 0; round < 4; ++round) {
    fail_after(20);
    EXPECT_EQ(interrupted().size(), 1U) << "round " << round;
    EXPECT_GT(segments().size(), kept);
    kept = segments().size();
  }
  EXPECT_EQ(digests_of(run([](Fetch& fetch) { read_all(fetch); })), expected);
}

TEST_F(ResumeTest, GoesOnAfterBeingCancelled) {
  const std::string expected = undisturbed();
  std::stop_source stop;
  request_.cancelled = stop.get_token();
  request_.cancelled_as = [] { return ExitStatus::kInterrupted; };
  std::atomic<std::uint64_t> kept{0};
  request_.checkpointed = [&](std::uint64_t n, std::uint64_t) { kept = n; };
  ScriptedConnector connector([&](Fetch& fetch) {
    read_all(fetch, [&, pages = 0]() mutable {
      if (++pages < 45) return;
      while (kept < 6) std::this_thread::yield();
      stop.request_stop();
    });
  });
  const Failure failure = run_fails(connector);
  EXPECT_EQ(failure.status(), ExitStatus::kInterrupted);
  EXPECT_NE(std::string(failure.what()).find(std::to_string(kept.load()) + " projects are kept"),
            std::string::npos)
      << failure.what();
  const std::uint64_t then = kept;
  request_.cancelled = {};
  request_.resume = true;
  const CommittedRun done = run([](Fetch& fetch) { read_all(fetch); });
  EXPECT_EQ(digests_of(done), expected);
  EXPECT_EQ(done.run.units_kept(), then);
}

class ResumeSeeds : public ResumeTest, public ::testing::WithParamInterface<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Seeds, ResumeSeeds, ::testing::Range(0U, 12U));

// Killed when so many pages are transformed, again and again, until one gets through.
TEST_P(ResumeSeeds, SurvivesBeingKilledAnywhere) {
  const std::string expected = undisturbed();
  request_.resume = true;
  std::mt19937 random(GetParam());
  for (int kills = 0; kills < 3; ++kills) {
    const int pages = static_cast<int>(random() % 40);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      std::atomic<int> left{pages};
      ScriptedConnector connector([](Fetch& fetch) { read_all(fetch); });
      connector.before_transform([&](const ingest_record&, RecordSink&) {
        if (left-- == 0) ::kill(::getpid(), SIGKILL);
      });
      run(connector);
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status)) break;
    EXPECT_FALSE(fs::exists(connection_folder() / "latest"));
  }
  const CommittedRun done = run([](Fetch& fetch) { read_all(fetch); });
  EXPECT_EQ(digests_of(done), expected);
  EXPECT_EQ(done.run.units(), kUnits);
}

// What a power loss can do to files that were never brought to disk, and a bad disk to those that
// were.
TEST_P(ResumeSeeds, ReadsAgainWhatIsTornOrDamaged) {
  const std::string expected = undisturbed();
  std::mt19937 random(GetParam());
  fail_after(50);
  request_.resume = true;
  const std::vector<fs::path> all = segments();
  ASSERT_GT(all.size(), 5U);
  const fs::path victim = all[random() % all.size()];
  std::string bytes = content_of(victim);
  const std::size_t at = random() % bytes.size();
  switch (GetParam() % 6) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      bytes[at] = static_cast<char>(bytes[at] ^ 0x40);
      break;
    case 2:
      std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at / 4096 * 4096), bytes.end(), '\0');
      break;
    case 3:
      bytes.clear();
      break;
    case 4:
      bytes = content_of(all.front() == victim ? all.back() : all.front());  // another unit's
      break;
    default:
      bytes += "more";
  }
  write_file(victim, bytes);
  write_file(victim.parent_path() / "stranger", "no segment");
  const CommittedRun done = run([](Fetch& fetch) { read_all(fetch); });
  EXPECT_EQ(digests_of(done), expected);
  EXPECT_EQ(done.run.units(), kUnits);
  EXPECT_LT(done.run.units_kept(), all.size());
}

TEST_F(ResumeTest, ReadsAgainWhatFailedOrDidNotAddUp) {
  request_.format = OutputFormat::kBinpb;
  const auto script = [](bool well) {
    return [well](Fetch& fetch) -> std::optional<ConnectorError> {
      fetch.unit("good", "A good\nF good k\n", 1);
      if (fetch.begin("empty")) {
        v1::UnitReport report = complete_report("empty", 0, 0);
        report.set_outcome(v1::UNIT_OUTCOME_EMPTY);
        fetch.end(report);
      }
      if (fetch.begin("failed")) {
        v1::UnitReport report = complete_report("failed", well ? 1 : 0, well ? 1 : 0);
        if (well)
          fetch.page("failed", 0, "A failed\nF failed k\n", 1);
        else
          report.set_outcome(v1::UNIT_OUTCOME_FAILED);
        fetch.end(report);
      }
      fetch.unit("letter", well ? "A letter\nF letter k\n" : "A letter\nR 0 bad\n", 1);
      if (fetch.begin("short")) {
        fetch.page("short", 0, "A short\nF short k\n", 1);
        v1::UnitReport report = complete_report("short", 1, 1);
        if (!well) report.set_rows_claimed(9);
        fetch.end(report);
      }
      if (well) return std::nullopt;
      ConnectorError error;
      error.code = INGEST_E_UNAVAILABLE;
      return error;
    };
  };
  ScriptedConnector breaking(script(false), 0);
  run_fails(breaking);
  request_.resume = true;
  ScriptedConnector well(script(true), 0);
  const CommittedRun done = run(well);
  EXPECT_EQ(done.run.status(), v1::RUN_STATUS_COMPLETE) << done.run.DebugString();
  EXPECT_EQ(done.run.units_kept(), 2U);
  EXPECT_EQ(done.run.units(), 5U);
  EXPECT_EQ(findings(done).size(), 4U);
}

TEST_F(ResumeTest, LeavesOutWhatTheSourceNoLongerLists) {
  fail_after(60);
  request_.resume = true;
  const CommittedRun done = run([](Fetch& fetch) { read_all(fetch, {}, kUnits / 2); });
  EXPECT_EQ(done.run.units(), kUnits / 2);
  request_.resume = false;
  EXPECT_EQ(digests_of(done),
            digests_of(run([](Fetch& fetch) { read_all(fetch, {}, kUnits / 2); })));
  ASSERT_EQ(done.run.warnings_size(), 2);
  EXPECT_NE(done.run.warnings(1).find("no longer lists"), std::string::npos);
}

TEST_F(ResumeTest, KeptUnitsCountForTheLimit) {
  request_.choice.limit = 10;
  fail_after(20);
  const std::uint64_t kept = segments().size();
  ASSERT_GT(kept, 3U);
  request_.resume = true;
  const CommittedRun done = run([](Fetch& fetch) { read_all(fetch); });
  EXPECT_EQ(done.run.units(), 10U);
  EXPECT_EQ(done.run.units_skipped(), kUnits - 10);
  request_.resume = false;
  EXPECT_EQ(digests_of(done), digests_of(run([](Fetch& fetch) { read_all(fetch); })));
}

}  // namespace
}  // namespace ingest::host

// Whole runs of a scripted connector: what is committed, in which order, and when nothing is.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <thread>

#include "output/identity.hpp"
#include "run_fixture.hpp"

namespace ingest::host {
namespace {

TEST_F(RunTest, WritesRecordsWithTheirIdentity) {
  const CommittedRun done = run([](Fetch& fetch) {
    v1::Listing listing;
    listing.set_name("projects");
    listing.set_claimed(2);
    listing.set_received(2);
    listing.set_unique(2);
    fetch.listing(listing);
    fetch.unit("p2", "A p2\nF p2 k1\nX engine-sast 3\n", 4);
    fetch.unit("p1", "A p1\nF p1 k1\nF p1 k2\n", 2);
  });
  EXPECT_EQ(done.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(done.run.exit_status(), 0);
  EXPECT_EQ(done.folder, connection_folder() / done.run.run_id());
  EXPECT_EQ(visible(),
            (std::vector<std::string>{done.run.run_id(), "latest -> " + done.run.run_id()}));
  EXPECT_FALSE(std::filesystem::exists(done.folder / "dead-letters.ndjson"));

  const auto all_assets = assets(done);
  ASSERT_EQ(all_assets.size(), 2U);
  EXPECT_EQ(all_assets[0].external_asset_id(), "p1");
  EXPECT_EQ(all_assets[0].connection().name(), "acme");
  EXPECT_EQ(all_assets[0].connection().connector(), "scripted");
  const auto all = findings(done);
  ASSERT_EQ(all.size(), 3U);
  Identity identity;
  EXPECT_EQ(all[1].id(), identity.finding("Product", "p1", "k2").text());
  EXPECT_EQ(all[1].asset_id(), all_assets[0].id());
  EXPECT_EQ(all[1].fingerprint(), identity.fingerprint(all[1]).text());
  EXPECT_EQ(all[1].source_ref().unit(), "p1");
  EXPECT_EQ(all[1].source_ref().row(), 1U);
  EXPECT_EQ(all[2].external_asset_id(), "p2");

  const v1::Run told = RunTest::told(done);
  EXPECT_EQ(told.SerializeAsString(), done.run.SerializeAsString());
  EXPECT_EQ(told.rows().received(), 6U);
  EXPECT_EQ(told.rows().emitted(), 3U);
  EXPECT_EQ(told.rows().filtered(), 3U);
  ASSERT_EQ(told.filtered_size(), 1);
  EXPECT_EQ(told.filtered(0).reason(), "engine-sast");
  ASSERT_EQ(told.by_severity_size(), 1);
  EXPECT_EQ(told.by_severity(0).reason(), "HIGH");
  EXPECT_EQ(told.by_severity(0).count(), 3U);
  ASSERT_EQ(told.accounts_size(), 2);
  EXPECT_EQ(told.accounts(0).report().unit(), "p1");
  EXPECT_EQ(told.assets(), 2U);
  ASSERT_EQ(told.files_size(), 2);
  EXPECT_EQ(told.files(1).name(), "findings.binpb");
  EXPECT_EQ(told.files(1).records(), 3U);
  EXPECT_EQ(told.files(1).sha256(), hex(sha256(content_of(done.folder / "findings.binpb"))));
  EXPECT_NE(progress_.find("started"), std::string::npos);
  EXPECT_NE(progress_.find("2 projects, 0 scans, 6 rows, 3 findings"), std::string::npos)
      << progress_;
}

TEST_F(RunTest, WhatAConnectorPutsIntoIdentityIsDropped) {
  ScriptedConnector connector([](Fetch& fetch) { fetch.unit("p1", "A p1\n", 1); });
  connector.before_transform([](const ingest_record&, RecordSink& sink) {
    v1::Finding finding = sample_finding("p1", "k");
    finding.set_id("mine");
    finding.set_asset_id("mine");
    finding.set_fingerprint("mine");
    finding.mutable_source_ref()->set_unit("elsewhere");
    finding.mutable_source_ref()->set_place(99);
    finding.mutable_source_ref()->set_row(7);
    emit_record(sink, INGEST_RECORD_FINDING, "ingest.v1.Finding", finding.SerializeAsString());
  });
  const auto all = findings(run(connector));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].id().size(), 32U);
  EXPECT_EQ(all[0].asset_id().size(), 32U);
  EXPECT_EQ(all[0].fingerprint().size(), 32U);
  EXPECT_EQ(all[0].source_ref().unit(), "p1");
  EXPECT_EQ(all[0].source_ref().place(), 0U);
  EXPECT_EQ(all[0].source_ref().row(), 7U);
}

// Units overlap, pages come in any order, four workers race: the same bytes each time.
TEST_F(RunTest, ArrivalOrderDoesNotShowInTheBytes) {
  struct Event {
    std::string unit;
    std::uint64_t place;
  };
  constexpr std::uint64_t kPages = 7;
  std::vector<Event> events;
  for (const char* unit : {"a", "B", "b", "\xC3\xA9", "a/b"})
    for (std::uint64_t place = 0; place < kPages; ++place) events.push_back({unit, place});
  const auto body = [](const Event& event) {
    std::string text = "A " + event.unit + "\n";
    for (std::uint64_t row = 0; row < 20; ++row)  // rows out of order, and repeats
      text += "F " + event.unit + " k" + std::to_string(event.place * 15 + row * 7 % 20) + " " +
              std::to_string(row * 7 % 20) + "\n";
    return text + "R 5 bad\nR 3 bad\n";
  };
  request_.format = OutputFormat::kBoth;
  std::string expected;
  std::mt19937 random(11);
  for (int round = 0; round < 12; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    const CommittedRun done = run([&](Fetch& fetch) {
      std::map<std::string, std::uint64_t> pages;
      for (const Event& event : events) {
        if (pages[event.unit]++ == 0) fetch.begin(event.unit);
        fetch.page(event.unit, event.place, body(event), 22);
        if (pages[event.unit] == kPages)
          fetch.end(complete_report(event.unit, kPages, 22 * kPages));
      }
    });
    std::string all;
    for (const char* name : {"assets.binpb", "findings.binpb", "assets.ndjson", "findings.ndjson",
                             "dead-letters.ndjson"})
      all += content_of(done.folder / name) + "\n--\n";
    if (round == 0) expected = all;
    ASSERT_EQ(all, expected) << "round " << round;
    EXPECT_EQ(done.run.rows().duplicate(), 5U * 6 * 5);
  }
  const auto all = assets(run([&](Fetch& fetch) {
    for (const char* unit : {"b", "\xC3\xA9", "B"}) fetch.unit(unit, "A " + std::string(unit), 0);
  }));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].external_asset_id(), "B");
  EXPECT_EQ(all[2].external_asset_id(), "\xC3\xA9");
}

TEST_F(RunTest, AnAssetIsWrittenOnceAndTheFirstCopyStays) {
  ScriptedConnector connector([](Fetch& fetch) {
    fetch.unit("u2", "", 0);
    fetch.unit("u1", "", 0);
  });
  connector.before_transform([](const ingest_record& page, RecordSink& sink) {
    v1::Asset asset = sample_asset("same");
    asset.set_name("seen in " +
                   std::string(static_cast<const char*>(page.unit.data), page.unit.size));
    for (int i = 0; i < 2; ++i)
      emit_record(sink, INGEST_RECORD_ASSET, "ingest.v1.Asset", asset.SerializeAsString());
  });
  const CommittedRun done = run(connector);
  const auto all = assets(done);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].name(), "seen in u1");
  EXPECT_EQ(done.run.assets(), 1U);
  EXPECT_EQ(done.run.accounts(1).assets(), 1U);
}

TEST_F(RunTest, NdjsonHasTheSameRecords) {
  request_.format = OutputFormat::kNdjson;
  const CommittedRun done = run([](Fetch& fetch) { fetch.unit("p", "A p\nF p k1\nF p k2\n", 2); });
  EXPECT_FALSE(std::filesystem::exists(done.folder / "findings.binpb"));
  const std::string text = content_of(done.folder / "findings.ndjson");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_NE(text.find("\"externalAssetId\":\"p\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"severity\":\"SEVERITY_HIGH\""), std::string::npos) << text;
}

TEST_F(RunTest, AnEmptySourceIsACompleteRun) {
  const CommittedRun done = run([](Fetch&) {});
  EXPECT_EQ(done.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(content_of(done.folder / "findings.binpb"), "");
}

TEST_F(RunTest, LimitAndShardAreToldAndKept) {
  const auto script = [](Fetch& fetch) {
    for (int i = 0; i < 40; ++i) {
      const std::string unit = "p" + std::to_string(i);
      fetch.unit(unit, "A " + unit + "\nF " + unit + " k\n", 1);
    }
  };
  request_.choice.limit = 3;
  const CommittedRun limited = run(script);
  EXPECT_EQ(limited.run.status(), v1::RUN_STATUS_COMPLETE);
  EXPECT_EQ(findings(limited).size(), 3U);
  EXPECT_EQ(limited.run.units(), 3U);
  EXPECT_EQ(limited.run.units_skipped(), 37U);
  EXPECT_EQ(limited.run.limit(), 3U);
  ASSERT_EQ(limited.run.warnings_size(), 1);
  EXPECT_NE(limited.run.warnings(0).find("3 of 40 projects by --limit 3"), std::string::npos);

  request_.choice.limit = 0;
  std::vector<std::string> ids;
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    request_.choice.shard = Shard::parse(shard);
    const CommittedRun part = run(script);
    EXPECT_EQ(part.run.shard(), shard);
    EXPECT_EQ(part.run.units() + part.run.units_skipped(), 40U);
    for (const v1::Finding& finding : findings(part)) ids.push_back(finding.id());
  }
  request_.choice.shard = Shard();
  std::vector<std::string> whole;
  for (const v1::Finding& finding : findings(run(script))) whole.push_back(finding.id());
  std::sort(ids.begin(), ids.end());
  std::sort(whole.begin(), whole.end());
  EXPECT_EQ(ids, whole);
}

TEST_F(RunTest, ASlowTransformHoldsFetchBack) {
  request_.queue_pages = 3;
  request_.workers = 1;
  std::atomic<int> emitted{0}, transformed{0}, most{0};
  ScriptedConnector connector([&](Fetch& fetch) {
    fetch.begin("p");
    for (std::uint64_t i = 0; i < 60; ++i) {
      fetch.page("p", i, "", 0);
      most = std::max(most.load(), ++emitted - transformed.load());
    }
    fetch.end(complete_report("p", 60, 0));
  });
  connector.before_transform([&](const ingest_record&, RecordSink&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ++transformed;
  });
  EXPECT_EQ(run(connector).run.accounts(0).report().pages(), 60U);
  EXPECT_LE(most.load(), 3 + 1 + 1);  // in the queue, at the worker, just taken
  EXPECT_GE(most.load(), 3);
}

TEST_F(RunTest, CancellingLeavesTheLatestRunAlone) {
  run([](Fetch& fetch) { fetch.unit("p", "A p\n", 0); });
  std::stop_source stop;
  request_.cancelled = stop.get_token();
  request_.cancelled_as = [] { return ExitStatus::kTerminated; };
  ScriptedConnector connector(
      [&](Fetch& fetch) -> std::optional<ConnectorError> {
        fetch.unit("p1", "A p1\n", 0);
        fetch.begin("p2");
        stop.request_stop();
        EXPECT_TRUE(fetch.context().cancelled.stop_requested());
        fetch.page("p2", 0, "", 0);
        ADD_FAILURE() << "a page was taken after the run was cancelled";
        return std::nullopt;
      },
      0);
  const Failure failure = run_fails(connector);
  EXPECT_EQ(failure.status(), ExitStatus::kTerminated);
  EXPECT_NE(std::string(failure.what()).find("stopped on request"), std::string::npos);
}

// The disk takes no more than a few KiB a file: the run fails, nothing of it is left.
TEST_F(RunTest, AFullDiskLeavesNothing) {
  run([](Fetch& fetch) { fetch.unit("p", "A p\n", 0); });
  const auto before = visible();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{8192, 8192};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::string body = "A p\n";
    for (int i = 0; i < 500; ++i) body += "F p k" + std::to_string(i) + "\n";
    std::string told = "committed";
    int status = 0;
    try {
      run([&](Fetch& fetch) { fetch.unit("p", body, 500); });
    } catch (const Failure& failure) {
      told = failure.what();
      status = static_cast<int>(failure.status());
    }
    const ssize_t written = ::write(ends[1], told.data(), told.size());
    ::_exit(written < 0 ? 99 : status);
  }
  ::close(ends[1]);
  std::string told(500, '\0');
  told.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(ends[0], told.data(), 500))));
  ::close(ends[0]);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 1) << told;
  EXPECT_NE(told.find("File too large"), std::string::npos) << told;
  EXPECT_EQ(visible(), before);
  EXPECT_FALSE(std::filesystem::exists(connection_folder() / ".partial"));
}

struct FetchError {
  ingest_status code;
  ExitStatus status;
};
class FetchFails : public RunTest, public ::testing::WithParamInterface<FetchError> {};

TEST_P(FetchFails, NothingIsCommittedAndTheStatusSaysWhy) {
  run([](Fetch& fetch) { fetch.unit("p", "A p\n", 0); });
  ScriptedConnector connector(
      [](Fetch& fetch) -> std::optional<ConnectorError> {
        fetch.unit("p", "A p\nF p k\n", 1);
        ConnectorError error;
        error.code = GetParam().code;
        error.message = "the listing broke";
        return error;
      },
      0);
  const Failure failure = run_fails(connector);
  EXPECT_EQ(failure.status(), GetParam().status);
  EXPECT_NE(std::string(failure.what()).find("the listing broke"), std::string::npos);
  EXPECT_NE(std::string(failure.what()).find("1 of the projects is kept"), std::string::npos);
  EXPECT_NE(failure.hint().find("--resume"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Codes, FetchFails,
                         ::testing::Values(FetchError{INGEST_E_AUTH, ExitStatus::kCredentials},
                                           FetchError{INGEST_E_FORBIDDEN, ExitStatus::kCredentials},
                                           FetchError{INGEST_E_CONFIG, ExitStatus::kConfig},
                                           FetchError{INGEST_E_UNAVAILABLE, ExitStatus::kNetwork},
                                           FetchError{INGEST_E_TIMEOUT, ExitStatus::kNetwork},
                                           FetchError{INGEST_E_RATE_LIMITED, ExitStatus::kNetwork},
                                           FetchError{INGEST_E_BAD_DATA, ExitStatus::kNetwork},
                                           FetchError{INGEST_E_INTERNAL, ExitStatus::kConnector},
                                           FetchError{INGEST_E_UNSUPPORTED,
                                                      ExitStatus::kConnector}),
                         [](const auto& each) { return "Code" + std::to_string(each.param.code); });

}  // namespace
}  // namespace ingest::host

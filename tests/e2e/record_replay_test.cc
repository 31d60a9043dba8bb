// A run that is recorded, and mapped again on a machine without the network and without
// credentials: the same bytes. Nothing that is secret is in the recording.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <ingest/v1/recording.pb.h>
#include <signal.h>

#include <thread>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCanary[] = "PLANTED-PASSWORD-4c1d";

struct Connector {
  const char* name;
  const char* plugin;
  const char* config;  // lines under config
  const char* results;
};

class RecordReplay : public ::testing::TestWithParam<Connector> {
 protected:
  ConnectionOptions options(const std::string& more = {}) const {
    ConnectionOptions all;
    all.plugin = GetParam().plugin;
    all.extra_config = GetParam().config;
    all.extra = more;
    return all;
  }
  ProcessResult record(const std::vector<std::string>& flags = {}) {
    std::vector<std::string> arguments = {
        "run",      workspace_.connect(tenant_, options()).string(),
        "--out",    workspace_.out().string(),
        "--record", recording_.string()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return workspace_.ingest(arguments);
  }
  // As somebody else does: another name, no credentials, no way to the tenant.
  fs::path stranger(const std::string& more = {}) {
    ConnectionOptions all = options(more);
    all.region = "https://nowhere.invalid";
    all.trust_ca = false;
    const fs::path file = workspace_.connect(tenant_, all, "debug");
    std::string text = read_file(file);
    const std::size_t key = text.find("${file:");
    text.replace(key, text.find('}', key) - key, "${env:NOBODY_HAS_SET_THIS");
    write_file(file, text);
    return file;
  }
  ProcessResult replay(const fs::path& connection, const std::vector<std::string>& flags = {}) {
    std::vector<std::string> arguments = {"replay", recording_.string(), connection.string(),
                                          "--out", replayed_.string()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return workspace_.ingest(arguments);
  }
  fs::path latest() const { return workspace_.out() / "acme" / "latest"; }
  fs::path replayed_latest() const { return replayed_ / "acme" / "latest"; }
  static v1::Run account(const fs::path& folder) {
    v1::Run run;
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(read_file(folder / "run.json"), &run).ok());
    return run;
  }
  void expect_same() const {
    const v1::Run first = account(latest());
    const v1::Run second = account(replayed_latest());
    EXPECT_EQ(second.replay_of(), first.run_id());
    ASSERT_EQ(first.files_size(), second.files_size());
    for (const v1::OutputFile& file : first.files())
      EXPECT_TRUE(read_file(latest() / file.name()) == read_file(replayed_latest() / file.name()))
          << file.name();
    EXPECT_EQ(first.status(), second.status());
    EXPECT_EQ(first.rows().DebugString(), second.rows().DebugString());
    EXPECT_EQ(first.scans().DebugString(), second.scans().DebugString());
    ASSERT_EQ(first.accounts_size(), second.accounts_size());
    for (int i = 0; i < first.accounts_size(); ++i)
      EXPECT_EQ(first.accounts(i).DebugString(), second.accounts(i).DebugString());
    ASSERT_EQ(first.listings_size(), second.listings_size());
    EXPECT_EQ(first.listings(0).DebugString(), second.listings(0).DebugString());
  }
  // All bytes of the recording, decompressed.
  std::string everything() const {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(recording_)) {
      if (!entry.is_regular_file()) continue;
      all += entry.path().extension() == ".gz"
                 ? run({"/usr/bin/gzip", "-dc", entry.path().string()}).out
                 : read_file(entry.path());
    }
    return all;
  }
  Tenant tenant_{{"--projects", "12", "--rows", "0..60", "--engines-mixed", "--dast-environments",
                  "9", "--canary", kCanary}};
  Workspace workspace_;
  const fs::path recording_ = workspace_.path() / "rec";
  const fs::path replayed_ = workspace_.path() / "replayed";
};

TEST_P(RecordReplay, GivesTheSameBytesWithoutNetworkOrCredentials) {
  const ProcessResult recorded = record({"--output-format", "both"});
  ASSERT_EQ(recorded.status, 0) << recorded.err;
  EXPECT_THAT(recorded.err, HasSubstr(" rows in " + recording_.string()));
  const std::uint64_t requests = tenant_.requests();
  const ProcessResult again = replay(stranger(), {"--output-format", "both"});
  ASSERT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("whose name the records bear"));
  EXPECT_EQ(tenant_.requests(), requests);
  expect_same();
  EXPECT_GT(fs::file_size(latest() / "findings.binpb"), 1000U);
}

TEST_P(RecordReplay, AlsoOfWhatCanNotBeMappedOrRead) {
  // The first request of all is a unit's first page; a later one may ask again for what is there.
  tenant_.inject({std::string("kind=bad-row,every=3,with=string,match=") + GetParam().results,
                  std::string("kind=bad-row,every=4,with=types,match=") + GetParam().results,
                  std::string("kind=status,code=403,times=1,match=") + GetParam().results});
  const ProcessResult recorded = record();
  ASSERT_EQ(recorded.status, 7) << recorded.err;
  EXPECT_EQ(account(latest()).units_failed(), 1U) << recorded.err;
  EXPECT_GT(fs::file_size(latest() / "dead-letters.ndjson"), 100U);
  const ProcessResult again = replay(stranger());
  EXPECT_EQ(again.status, 7) << again.err;
  expect_same();
}

TEST_P(RecordReplay, TheRecordingHoldsNoCredential) {
  ASSERT_EQ(record({"-vv"}).status, 0);
  const std::string all = everything();
  ASSERT_GT(all.size(), 20'000U);
  EXPECT_THAT(all, HasSubstr("\"results\"")) << "it is not decompressed";
  EXPECT_EQ(all.find("PLANTED-PASSWORD"), std::string::npos);
  const std::string key = read_file(tenant_.folder() / "api_key");
  EXPECT_EQ(all.find(key), std::string::npos);
  EXPECT_EQ(all.find(key.substr(key.find('.') + 1, 40)), std::string::npos);
  EXPECT_EQ(all.find("eyJ"), std::string::npos) << "a token";
  for (const auto& entry : fs::recursive_directory_iterator(recording_))
    EXPECT_EQ(entry.status().permissions() & fs::perms(077), fs::perms::none) << entry.path();
}

TEST_P(RecordReplay, TellsWhatIsNotAsItWas) {
  ASSERT_EQ(record({"--limit", "4"}).status, 0);
  // The sender's map, and a changed one.
  const ProcessResult same = replay(stranger("map: ./rec/map.json\n"));
  ASSERT_EQ(same.status, 0) << same.err;
  EXPECT_THAT(same.err, HasSubstr("holds only what --limit 4 let in"));
  EXPECT_THAT(same.err, Not(HasSubstr("mapped again with")));
  expect_same();
  std::string map = read_file(recording_ / "map.json");
  const std::size_t version = map.find("\"version\":1");
  ASSERT_NE(version, std::string::npos);
  write_file(workspace_.path() / "mine.yaml", map.replace(version, 11, "\"version\":2"));
  const ProcessResult other = replay(stranger("map: ./mine.yaml\n"));
  ASSERT_EQ(other.status, 0) << other.err;
  EXPECT_THAT(other.err, HasSubstr("mapped again with map " + std::string(GetParam().plugin) +
                                   "-default version 2"));
}

TEST_P(RecordReplay, OfARunThatWasKilledIsIncomplete) {
  // The last results that are asked for never come.
  tenant_.inject({std::string("kind=stall,from=5,match=") + GetParam().results});
  const auto process =
      workspace_.start({"run", workspace_.connect(tenant_, options()).string(), "--out",
                        workspace_.out().string(), "--record", recording_.string()});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  // The file is there before its first record, which is written at once.
  const auto recorded = [&] {
    std::error_code none;
    const auto size = fs::file_size(recording_ / "units.binpb.gz", none);
    return !none && size > 0;
  };
  while (!recorded()) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  process->signal(SIGKILL);
  process->wait();
  const ProcessResult again = replay(stranger());
  EXPECT_EQ(again.status, 7) << again.err;
  EXPECT_THAT(again.err, HasSubstr("the recording is not finished"));
  EXPECT_GT(account(replayed_latest()).units(), 0U);
}

TEST_P(RecordReplay, RefusesWhatWouldMislead) {
  ASSERT_EQ(record({"--limit", "2"}).status, 0);
  const ProcessResult twice = record();
  EXPECT_EQ(twice.status, 2) << twice.err;
  EXPECT_THAT(twice.err, HasSubstr("it is no empty folder"));
  const ProcessResult resumed = record({"--resume"});
  EXPECT_EQ(resumed.status, 2) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr("would be missing from the recording"));

  // What read the source stays the latest run.
  const fs::path before = fs::canonical(latest());
  const ProcessResult beside = workspace_.ingest(
      {"replay", recording_.string(), stranger().string(), "--out", workspace_.out().string()});
  EXPECT_EQ(beside.status, 0) << beside.err;
  EXPECT_THAT(beside.err, HasSubstr("latest stays where it is"));
  EXPECT_EQ(fs::canonical(latest()), before);

  ConnectionOptions another = options();
  another.plugin =
      std::string(GetParam().plugin) == "checkmarx-sca" ? "checkmarx-dast" : "checkmarx-sca";
  another.extra_config.clear();
  const ProcessResult wrong = replay(workspace_.connect(tenant_, another, "other"));
  EXPECT_EQ(wrong.status, 3) << wrong.err;
  EXPECT_THAT(wrong.err,
              HasSubstr("Name a connection whose plugin is " + std::string(GetParam().plugin)));
  const ProcessResult none =
      workspace_.ingest({"replay", workspace_.path().string(), stranger().string()});
  EXPECT_EQ(none.status, 3) << none.err;
  EXPECT_THAT(none.err, HasSubstr("holds no recording"));
}

TEST_P(RecordReplay, DamageIsToldAndNothingIsWritten) {
  ASSERT_EQ(record().status, 0);
  const fs::path connection = stranger();
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(recording_))
    if (entry.is_regular_file() && entry.path().filename() != "map.json")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (std::size_t i = 0; i < files.size(); i += 3) {
    const std::string whole = read_file(files[i]);
    std::string flipped = whole;
    flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 0x55);
    // Nobody can tell a manifest that says something else from one that was meant to.
    if (files[i].extension() == ".json") flipped.clear();
    for (const std::string& damaged : {flipped, whole.substr(0, whole.size() / 2), std::string()}) {
      write_file(files[i], damaged);
      const ProcessResult result = replay(connection);
      EXPECT_EQ(result.status, 3) << files[i] << result.err;
      EXPECT_THAT(result.err, HasSubstr("damaged")) << files[i];
      EXPECT_FALSE(fs::exists(replayed_latest()));
    }
    write_file(files[i], whole);
  }
  EXPECT_EQ(replay(connection).status, 0);
}

INSTANTIATE_TEST_SUITE_P(Both, RecordReplay,
                         ::testing::Values(Connector{"Sca", "checkmarx-sca", "", "/api/results"},
                                           Connector{"Dast", "checkmarx-dast",
                                                     "  details: true\n  evidence: true\n",
                                                     "/results"}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace ingest::e2e

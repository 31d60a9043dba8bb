#include "vetting/verdict_memory.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>
#include <thread>

#include "output/temporary_folder.hpp"
#include "storage/replaced_file.hpp"
#include "vetting/verdict_file.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
constexpr const char* kDigest = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

Probe good() {
  Probe probe;
  probe.ok = true;
  probe.lasting = true;
  probe.sha256 = kDigest;
  probe.took = std::chrono::milliseconds(12);
  probe.details.set_id("acme");
  probe.details.set_version("1.0.0");
  probe.details.set_vendor("Acme");
  probe.details.set_product_name("Acme");
  return probe;
}

Probe crashed() {
  Probe probe;
  probe.lasting = true;
  probe.sha256 = kDigest;
  probe.reason = "it crashed (SIGSEGV) while loading the library";
  probe.hint = "get another";
  return probe;
}

class VerdictMemoryTest : public ::testing::Test {
 protected:
  VerdictMemoryTest() {
    fs::create_directory(state_);
    ::chmod(state_.c_str(), 0700);
    write_file(program_, "program");
    write_file(one_, "1");
    write_file(two_, "2");
  }
  VerdictMemory memory() { return {state_, program_}; }
  static FileStamp stamp(std::uint64_t number) { return {number, 2, 3, 4}; }
  void keep_both() {
    VerdictMemory kept = memory();
    kept.keep(one_, stamp(1), good());
    kept.keep(two_, stamp(2), crashed());
    kept.save();
  }
  TemporaryFolder folder_;
  fs::path state_ = folder_.path() / "state";
  fs::path file_ = state_ / "connectors.json";
  fs::path program_ = folder_.path() / "ingest";
  fs::path one_ = folder_.path() / "one.so";
  fs::path two_ = folder_.path() / "two.so";
};

TEST_F(VerdictMemoryTest, LastsFromProcessToProcess) {
  EXPECT_EQ(memory().find(one_, stamp(1)), nullptr);
  keep_both();
  const VerdictMemory again = memory();
  const RememberedVerdict* one = again.find(one_, stamp(1));
  ASSERT_NE(one, nullptr);
  EXPECT_TRUE(one->probe.ok);
  EXPECT_EQ(one->probe.sha256, kDigest);
  EXPECT_EQ(one->probe.took, std::chrono::milliseconds(12));
  EXPECT_EQ(one->probe.details.SerializeAsString(), good().details.SerializeAsString());
  const RememberedVerdict* two = again.find(two_, stamp(2));
  ASSERT_NE(two, nullptr);
  EXPECT_FALSE(two->probe.ok);
  EXPECT_EQ(two->probe.reason, crashed().reason);
  EXPECT_EQ(two->probe.hint, "get another");
}

TEST_F(VerdictMemoryTest, AnotherStateOfTheFileIsAnother) {
  keep_both();
  const VerdictMemory again = memory();
  for (const FileStamp& other :
       {FileStamp{9, 2, 3, 4}, FileStamp{1, 9, 3, 4}, FileStamp{1, 2, 9, 4}, FileStamp{1, 2, 3, 9}})
    EXPECT_EQ(again.find(one_, other), nullptr);
  EXPECT_EQ(again.find(two_, stamp(1)), nullptr);
}

TEST_F(VerdictMemoryTest, ForgetsWhenTold) {
  keep_both();
  VerdictMemory told = memory();
  told.forget(two_);
  EXPECT_EQ(told.find(two_, stamp(2)), nullptr);
  told.save();
  EXPECT_EQ(memory().find(two_, stamp(2)), nullptr);
  EXPECT_NE(memory().find(one_, stamp(1)), nullptr);
}

TEST_F(VerdictMemoryTest, ForgetsFilesThatAreGone) {
  keep_both();
  fs::remove(two_);
  VerdictMemory again = memory();
  again.keep(one_, stamp(1), good());
  again.save();
  EXPECT_EQ(memory().find(two_, stamp(2)), nullptr);
}

TEST_F(VerdictMemoryTest, AnotherProgramJudgesAnew) {
  keep_both();
  write_file(program_, "program, built again");
  EXPECT_EQ(memory().find(one_, stamp(1)), nullptr);
}

TEST_F(VerdictMemoryTest, TwoProcessesKeepEachOthersVerdicts) {
  VerdictMemory first = memory();
  VerdictMemory second = memory();
  first.keep(one_, stamp(1), good());
  second.keep(two_, stamp(2), crashed());
  first.save();
  second.save();
  EXPECT_NE(memory().find(one_, stamp(1)), nullptr);
  EXPECT_NE(memory().find(two_, stamp(2)), nullptr);
}

TEST_F(VerdictMemoryTest, SomebodyElsesLockIsNotWaitedFor) {
  const FolderLock lock(state_);
  const auto start = std::chrono::steady_clock::now();
  keep_both();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(VerdictMemoryTest, WithoutAStateDirectoryThereIsNoMemoryAndNoFault) {
  state_ = folder_.path() / "one.so" / "below a file";
  keep_both();
  EXPECT_EQ(memory().find(one_, stamp(1)), nullptr);
  state_ = folder_.path() / "fresh" / "state";
  keep_both();
  EXPECT_NE(memory().find(one_, stamp(1)), nullptr) << "it is made";
}

TEST_F(VerdictMemoryTest, WhatOthersCanWriteToIsNotBelieved) {
  keep_both();
  ::chmod(file_.c_str(), 0666);
  EXPECT_EQ(memory().find(one_, stamp(1)), nullptr);
  ::chmod(file_.c_str(), 0600);
  EXPECT_NE(memory().find(one_, stamp(1)), nullptr);
  ::chmod(state_.c_str(), 0777);
  EXPECT_EQ(memory().find(one_, stamp(1)), nullptr);
}

TEST_F(VerdictMemoryTest, ADamagedFileIsNoMemoryAndIsWrittenAnew) {
  for (const char* text :
       {"", "{", "[]", "{\"format\":1}", "null", "{\"format\":2,\"host\":\"x\"}"}) {
    write_file(file_, text);
    EXPECT_EQ(memory().find(one_, stamp(1)), nullptr) << text;
    keep_both();
    EXPECT_NE(memory().find(one_, stamp(1)), nullptr) << text;
  }
}

// Cut short or changed anywhere, it is refused or still says what it said of a state of a file.
TEST(VerdictFile, IsBelievedAsAWholeOrNotAtAll) {
  const std::map<std::string, RememberedVerdict> verdicts = {
      {"/a/one.so", {{1, 2, 3, 4}, good()}}, {"/a/two.so", {{5, 6, 7, 8}, crashed()}}};
  const std::string text = encode_verdicts(verdicts, "host");
  EXPECT_EQ(decode_verdicts(text, "host").size(), 2U);
  EXPECT_TRUE(decode_verdicts(text, "another").empty());
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_ANY_THROW(decode_verdicts(text.substr(0, size), "host")) << size;
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const char value : {'"', '9', '\0', '\xff', '-'}) {
      std::string bad = text;
      bad[at] = value;
      try {
        for (const auto& [path, verdict] : decode_verdicts(bad, "host"))
          EXPECT_EQ(verdict.probe.ok, verdict.probe.reason.empty());
      } catch (const std::exception&) {
      }
    }
}

TEST(VerdictFile, ADescriptorThatMakesNoSenseIsNotBelieved) {
  std::string text = encode_verdicts({{"/a/one.so", {{1, 2, 3, 4}, good()}}}, "host");
  const std::size_t at = text.find("\"descriptors\":[\"") + 16;
  for (const char* other : {"AAAA", "CgA=", "", "?"}) {
    std::string bad = text;
    bad.replace(at, text.find('"', at) - at, other);
    EXPECT_ANY_THROW(decode_verdicts(bad, "host")) << bad;
  }
}

TEST(VerdictFile, CopiesOfOneConnectorShareItsDescriptor) {
  std::map<std::string, RememberedVerdict> verdicts;
  Probe large = good();
  large.details.set_summary(std::string(20000, 's'));
  for (int i = 0; i < 50; ++i) verdicts["/a/" + std::to_string(i)] = {{1, 2, 3, 4}, large};
  EXPECT_LT(encode_verdicts(verdicts, "host").size(), 50000U);
}

TEST(VerdictFile, NeverHoldsMoreThanItMay) {
  std::map<std::string, RememberedVerdict> verdicts;
  for (std::size_t i = 0; i < kMostVerdicts + 100; ++i)
    verdicts["/a/" + std::to_string(i)] = {{1, 2, 3, 4}, crashed()};
  EXPECT_EQ(decode_verdicts(encode_verdicts(verdicts, "host"), "host").size(), kMostVerdicts);
}

}  // namespace
}  // namespace ingest::host

// Each specimen is looked at through the real program, as "ingest plugins list" does it.
#include "loader/probe.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <set>

#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

Probe probe_one(const std::filesystem::path& file, const ProbeLimits& limits = {}) {
  Probe result = probe(INGEST_BINARY, VettedFile::open(file), limits);
  EXPECT_EQ(result.file, file);
  EXPECT_EQ(result.sha256.size(), 64U);
  return result;
}

struct Broken {
  const char* stem;
  const char* reason;
};
class BrokenSpecimen : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenSpecimen, IsBrokenForItsReason) {
  const Probe result = probe_one(specimen(GetParam().stem));
  EXPECT_FALSE(result.ok);
  EXPECT_THAT(result.reason, HasSubstr(GetParam().reason));
  EXPECT_THAT(result.reason, Not(HasSubstr("\x1b")));
  EXPECT_TRUE(result.details.id().empty());
  EXPECT_FALSE(result.hint.empty());
  EXPECT_EQ(result.lasting, std::string("unresolved") != GetParam().stem) << "it may come";
}

INSTANTIATE_TEST_SUITE_P(
    Each, BrokenSpecimen,
    ::testing::Values(
        Broken{"null_table", "returned no table"}, Broken{"small_table", "size of 16 bytes"},
        Broken{"huge_table", "size of 4294967295 bytes"}, Broken{"no_fetch", "has no fetch"},
        Broken{"null_descriptor", "describe returned nothing"},
        Broken{"newer_host", "needs a host with ABI 1.7"}, Broken{"bad_id", "id is not printable"},
        Broken{"endless_id", "id is longer than 256 bytes"},
        Broken{"garbage_details", "no ingest.v1.ConnectorDescriptor"},
        Broken{"huge_details", "claim 1099511627776 bytes"},
        Broken{"other_version", "'9.9.9' in the C descriptor and '1.2.3'"},
        Broken{"unresolved", "ingest_test_missing_symbol"},
        Broken{"aborts", "crashed (SIGABRT) while loading the library"},
        Broken{"crashes_in_describe", "crashed (SIGKILL) while reading its descriptor"},
        Broken{"exits", "ended the process (exit status 0) while loading the library"},
        Broken{"forks_and_exits", "ended the process (exit status 3)"},
        Broken{"forges", "makes no sense"}, Broken{"floods", "makes no sense"},
        Broken{"closes_all", "ended the process"}),
    [](const auto& test) { return std::string(test.param.stem); });

class FineSpecimen : public ::testing::TestWithParam<const char*> {};

TEST_P(FineSpecimen, IsFine) {
  const Probe result = probe_one(specimen(GetParam()));
  EXPECT_TRUE(result.ok) << result.reason;
  EXPECT_EQ(result.details.id(), "specimen");
  EXPECT_EQ(result.details.version(), "1.2.3");
  EXPECT_TRUE(result.lasting);
}

INSTANTIATE_TEST_SUITE_P(Each, FineSpecimen,
                         ::testing::Values("good", "prints", "forks", "comes_back_twice",
                                           "reads_stdin", "two_majors", "tries_everything",
                                           "dawdles"),
                         [](const auto& test) { return std::string(test.param); });

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // those map terabytes
TEST(Probe, MemoryIsLimited) {
  EXPECT_THAT(probe_one(specimen("eats_memory")).reason, HasSubstr("crashed (SIGABRT)"));
}
#endif

class HangingSpecimen : public ::testing::TestWithParam<Broken> {};

// The limit is one second; what is measured stays well below it unless the machine is busy.
TEST_P(HangingSpecimen, IsToldWithinASecond) {
  const auto start = std::chrono::steady_clock::now();
  const Probe result = probe_one(specimen(GetParam().stem));
  const auto passed = std::chrono::steady_clock::now() - start;
  EXPECT_LT(passed, 3s * ProbeLimits::kSlower);
  EXPECT_THAT(result.reason, HasSubstr(GetParam().reason));
  EXPECT_TRUE(result.lasting);
  RecordProperty("milliseconds", static_cast<int>(passed / 1ms));
}

INSTANTIATE_TEST_SUITE_P(
    Each, HangingSpecimen,
    ::testing::Values(Broken{"sleeps", " ms while loading the library, and was stopped"},
                      Broken{"stops", "it slept for"},
                      Broken{"sleeps_in_describe", " ms while reading its descriptor, and was"},
                      Broken{"spins", " ms of the processor while loading the library, and was"}),
    [](const auto& test) { return std::string(test.param.stem); });

// A good one that gets no processor is not blamed for it; nor is it waited for without an end.
TEST(Probe, AStarvedOneIsNotCondemned) {
  ProbeLimits limits;
  limits.sleeping = limits.computing = 60s;  // never reached: as if the machine gave it no time
  limits.time = 200ms;
  const Probe result = probe_one(specimen("sleeps"), limits);
  EXPECT_THAT(result.reason, HasSubstr("did not answer within 200 ms"));
  EXPECT_THAT(result.reason, HasSubstr("the machine was busy"));
  EXPECT_FALSE(result.lasting);
}

TEST(Probe, TheChildInheritsNeitherDescriptorsNorTheEnvironment) {
  TemporaryFolder folder;
  const auto file = folder.path() / "ingest-left-open";
  write_file(file, "secret");
  const int first = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  // Not close-on-exec, on purpose, and beyond the numbers that the child is given.
  const int fd = ::fcntl(first, F_DUPFD, 40);
  ::close(first);
  ASSERT_GE(fd, 40);
  ASSERT_EQ(::setenv("CX_APIKEY", "very-secret", 1), 0);
  const Probe result = probe_one(specimen("inherits"));
  ::unsetenv("CX_APIKEY");
  ::close(fd);
  EXPECT_TRUE(result.ok) << result.reason;
}

TEST(Probe, ManyAtOnceAllAnswer) {
  ProbeLimits limits;
  limits.at_once = 5;
  ProbeQueue queue(INGEST_BINARY, limits);
  for (std::size_t i = 0; i < 12; ++i)
    queue.add(i, VettedFile::open(specimen(i % 3 == 1 ? "aborts" : "good")));
  std::set<std::size_t> seen;
  for (const auto& [index, result] : queue.finish()) {
    EXPECT_TRUE(seen.insert(index).second);
    EXPECT_EQ(result.ok, index % 3 != 1) << index << result.reason;
  }
  EXPECT_EQ(seen.size(), 12U);
}

TEST(Probe, AProgramThatCannotBeStartedIsTheReason) {
  const Probe result = probe("/nowhere/ingest", VettedFile::open(specimen("good")));
  EXPECT_FALSE(result.ok);
  EXPECT_FALSE(result.lasting);
  EXPECT_THAT(result.reason, HasSubstr("cannot start the probe"));
}

}  // namespace
}  // namespace ingest::host

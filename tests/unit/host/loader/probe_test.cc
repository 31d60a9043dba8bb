// Each specimen is looked at through the real program, as "ingest plugins list" does it.
#include "loader/probe.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

// Far more than a probe needs, so that a busy machine fails no test.
ProbeLimits patient() {
  ProbeLimits limits;
  limits.time = 60s;
  return limits;
}

Probe probe_one(const std::filesystem::path& file, const ProbeLimits& limits = patient()) {
  const auto results = probe(INGEST_BINARY, {file}, limits);
  EXPECT_EQ(results.size(), 1U);
  EXPECT_EQ(results.front().file, file);
  return results.front();
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
}

INSTANTIATE_TEST_SUITE_P(
    Each, BrokenSpecimen,
    ::testing::Values(
        Broken{"no_entry", "no symbol ingest_connector_entry_v1"},
        Broken{"next_major", "speaks connector ABI 2; this host speaks 1"},
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
        Broken{"forges", "makes no sense"}, Broken{"closes_all", "ended the process"}),
    [](const auto& test) { return std::string(test.param.stem); });

class FineSpecimen : public ::testing::TestWithParam<const char*> {};

TEST_P(FineSpecimen, IsFine) {
  const Probe result = probe_one(specimen(GetParam()));
  EXPECT_TRUE(result.ok) << result.reason;
  EXPECT_EQ(result.details.id(), "specimen");
  EXPECT_EQ(result.details.version(), "1.2.3");
  EXPECT_EQ(result.sha256.size(), 64U);
}

INSTANTIATE_TEST_SUITE_P(Each, FineSpecimen,
                         ::testing::Values("good", "prints", "forks", "comes_back_twice",
                                           "reads_stdin"),
                         [](const auto& test) { return std::string(test.param); });

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // those map terabytes
TEST(Probe, MemoryIsLimited) {
  EXPECT_THAT(probe_one(specimen("eats_memory")).reason, HasSubstr("crashed (SIGABRT)"));
}
#endif

TEST(Probe, OneThatHangsIsStopped) {
  ProbeLimits limits;
  limits.time = 3s;
  const auto start = std::chrono::steady_clock::now();
  const Probe result = probe_one(specimen("sleeps"), limits);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
  EXPECT_THAT(result.reason, HasSubstr("did not answer within 3000 ms while loading the library"));
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

TEST(Probe, ManyAtOnceKeepTheirOrder) {
  std::vector<std::filesystem::path> files;
  for (int i = 0; i < 12; ++i) files.push_back(specimen(i % 3 == 1 ? "aborts" : "good"));
  files[5] = "/nowhere/at-all.so";
  const auto results = probe(INGEST_BINARY, files, patient());
  ASSERT_EQ(results.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(results[i].file, files[i]);
    EXPECT_EQ(results[i].ok, i != 5 && i % 3 != 1) << i << results[i].reason;
  }
}

TEST(Probe, AProgramThatCannotBeStartedIsTheReason) {
  const auto results = probe("/nowhere/ingest", {specimen("good")}, patient());
  EXPECT_FALSE(results.front().ok);
  EXPECT_THAT(results.front().reason, HasSubstr("cannot start the probe"));
}

}  // namespace
}  // namespace ingest::host

#include "output/file_failure.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "output/file.hpp"

namespace ingest::host {
namespace {

struct Refusal {
  int error_number;
  ExitStatus status;
  bool out_of_room;
  const char* hint;
};

class Refusals : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refusals, AreTold) {
  try {
    throw_write_error("/tmp/x/findings.binpb", 262144, GetParam().error_number);
  } catch (const FileFailure& failure) {
    EXPECT_EQ(failure.status(), GetParam().status);
    EXPECT_EQ(failure.is_out_of_room(), GetParam().out_of_room);
    const std::string what = failure.what();
    EXPECT_EQ(what.find("can't write 262.1 kB more to /tmp/x/findings.binpb: "), 0U) << what;
    EXPECT_EQ(what.find("are free there") != std::string::npos, GetParam().error_number == ENOSPC);
    EXPECT_NE(failure.hint().find(GetParam().hint), std::string::npos) << failure.hint();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Errors, Refusals,
    ::testing::Values(Refusal{ENOSPC, ExitStatus::kInternal, true, "Make room"},
                      Refusal{EDQUOT, ExitStatus::kInternal, true, "quota"},
                      Refusal{EFBIG, ExitStatus::kInternal, true, "ulimit -f"},
                      Refusal{EIO, ExitStatus::kInternal, false, "disk failed"},
                      Refusal{EMFILE, ExitStatus::kInternal, false, "ulimit -n"},
                      Refusal{EROFS, ExitStatus::kConfig, false, "read-only"},
                      Refusal{EACCES, ExitStatus::kConfig, false, "right to write"},
                      Refusal{EPERM, ExitStatus::kConfig, false, "right to write"}),
    [](const auto& each) { return "Errno" + std::to_string(each.param.error_number); });

TEST(FileFailure, SizesAreForPeople) {
  EXPECT_EQ(size_text(0), "0 bytes");
  EXPECT_EQ(size_text(999), "999 bytes");
  EXPECT_EQ(size_text(1000), "1.0 kB");
  EXPECT_EQ(size_text(999'949), "999.9 kB");
  EXPECT_EQ(size_text(999'951), "1.0 MB");
  EXPECT_EQ(size_text(1'500'000'000), "1.5 GB");
  EXPECT_EQ(size_text(UINT64_MAX), "18446.7 PB");
}

// A real one: what is written to /dev/full never finds room.
TEST(FileFailure, ADeviceThatIsFull) {
  File full = File::open_to_append("/dev/full");
  try {
    full.write("x");
    ADD_FAILURE();
  } catch (const FileFailure& failure) {
    EXPECT_TRUE(failure.is_out_of_room());
    EXPECT_EQ(failure.path(), "/dev/full");
  }
}

}  // namespace
}  // namespace ingest::host

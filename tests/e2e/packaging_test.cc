// The systemd unit, as systemd's own tools see it. They need no running systemd.
#include <gmock/gmock.h>

#include "tenant.hpp"

namespace ingest::e2e {
namespace {

// As it is installed: with the program's own place.
std::filesystem::path unit_in(const std::filesystem::path& folder) {
  std::string text =
      read_file(std::filesystem::path(INGEST_SOURCE_DIR) / "packaging" / "ingest.service");
  const std::string program = "/usr/bin/ingest";
  const size_t at = text.find(program);
  EXPECT_NE(at, std::string::npos);
  text.replace(at, program.size(), INGEST_BINARY);
  const auto file = folder / "ingest.service";
  write_file(file, text);
  return file;
}

TEST(Packaging, SystemdVerifiesTheUnit) {
  const TemporaryFolder folder;
  const ProcessResult result =
      run({INGEST_SYSTEMD_ANALYZE, "verify", "--man=no", unit_in(folder.path()).string()});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "") << "warnings";
}

TEST(Packaging, TheUnitIsHardened) {
  const TemporaryFolder folder;
  const ProcessResult result = run({INGEST_SYSTEMD_ANALYZE, "security", "--offline=true",
                                    "--threshold=15", unit_in(folder.path()).string()});
  EXPECT_EQ(result.status, 0) << result.out << result.err;
}

// What the unit asks of serve is what serve can do.
TEST(Packaging, TheFlagsOfTheUnitAreServes) {
  const TemporaryFolder folder;
  const std::string unit = read_file(unit_in(folder.path()));
  const std::string help =
      run({INGEST_BINARY, "serve", "--help"}).out + run({INGEST_BINARY, "--help"}).out;
  const size_t start = unit.find("ExecStart=");
  const std::string line = unit.substr(start, unit.find('\n', start) - start);
  size_t flags = 0;
  for (size_t at = line.find(" --"); at != std::string::npos; at = line.find(" --", at + 1)) {
    const std::string flag = line.substr(at + 1, line.find(' ', at + 1) - at - 1);
    EXPECT_THAT(help, ::testing::HasSubstr(flag));
    ++flags;
  }
  EXPECT_GE(flags, 5U);
}

}  // namespace
}  // namespace ingest::e2e

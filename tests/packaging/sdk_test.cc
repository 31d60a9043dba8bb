// The SDK's packages for build tools: found where they were installed, and clear about what they
// need.
#include <gmock/gmock.h>

#include "installed.hpp"

namespace ingest::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string project_that_finds(const std::string& what) {
  return "cmake_minimum_required(VERSION 3.25)\nproject(p C CXX)\n" + what + "\n";
}

TEST(CmakePackage, TellsWhatIsMissingForTheSdk) {
  const Shell shell(installed_prefix());
  write_file(shell.path() / "CMakeLists.txt",
             project_that_finds("find_package(IngestConnector 1.0 REQUIRED COMPONENTS sdk)"));
  const ProcessResult result =
      shell.run("cmake -B build -DCMAKE_DISABLE_FIND_PACKAGE_Protobuf=ON 2>&1");
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("libprotobuf-dev"), Not(HasSubstr("libboost"))));
}

TEST(CmakePackage, TheContractAloneNeedsNothing) {
  const Shell shell(installed_prefix());
  write_file(shell.path() / "CMakeLists.txt",
             project_that_finds("find_package(IngestConnector 1.0 REQUIRED)\n"
                                "ingest_add_connector(mine SOURCES mine.c MINIMAL)"));
  write_file(shell.path() / "mine.c",
             "#include <ingest/connector.h>\n"
             "const ingest_connector* ingest_connector_entry_v1(void) { return 0; }\n");
  const ProcessResult result = shell.run(
      "cmake -B build -DCMAKE_DISABLE_FIND_PACKAGE_Protobuf=ON "
      "-DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON\n"
      "cmake --build build\n"
      "nm -D --defined-only build/connectors/mine.so");
  ASSERT_EQ(result.status, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("T ingest_connector_entry_v1"));
}

TEST(CmakePackage, RefusesAnotherMajor) {
  const Shell shell(installed_prefix());
  write_file(shell.path() / "CMakeLists.txt",
             project_that_finds("find_package(IngestConnector 2.0 REQUIRED)"));
  const ProcessResult result = shell.run("cmake -B build 2>&1");
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.out, HasSubstr("version: " INGEST_VERSION));
}

}  // namespace
}  // namespace ingest::e2e

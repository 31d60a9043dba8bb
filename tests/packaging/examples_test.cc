// The connectors in examples/ build against an installation, pass their own tests and the check.
#include <gtest/gtest.h>

#include "installed.hpp"

namespace ingest::e2e {
namespace {

std::string in_examples(const std::string& name) {
  return "'" + (std::filesystem::path(INGEST_SOURCE_DIR) / "examples" / name).string() + "'";
}

void expect_to_work(const std::string& commands) {
  const Shell shell(installed_prefix());
  const ProcessResult result = shell.run(commands);
  EXPECT_EQ(result.status, 0) << commands << "\n" << result.out << result.err;
}

TEST(Example, InCppWithOauthAndPaging) {
  expect_to_work("cmake -S " + in_examples("cpp-paged-oauth") +
                 " -B build\n"
                 "cmake --build build\n"
                 "ctest --test-dir build --output-on-failure\n"
                 "ingest plugins check build/connectors/paged-oauth.so\n");
}

TEST(Example, InCWithoutAnything) {
  expect_to_work("make -C " + in_examples("c-minimal") +
                 " OUT=\"$PWD\" test\n"
                 "ingest plugins check ./c-minimal.so\n");
}

TEST(Example, InRustWithStdAlone) {
  const std::string folder = in_examples("rust-std");
  expect_to_work("cargo build --release --offline --locked --target-dir target --manifest-path " +
                 folder +
                 "/Cargo.toml\n"
                 "cp target/release/librust_std.so rust-std.so\n"
                 "cp " +
                 folder + "/rust-std.check.json .\npython3 " + folder +
                 "/test.py ./rust-std.so\n"
                 "ingest plugins check ./rust-std.so\n");
}

}  // namespace
}  // namespace ingest::e2e

// Consumers that have the .proto files and nothing else of this project: Python, protoc, ingest
// read.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

class Consumers : public ::testing::Test {
 protected:
  void SetUp() override {
    // What a consumer gets: the installed .proto files, without the source tree.
    const ProcessResult installed = e2e::run({INGEST_CMAKE, "--install", INGEST_BUILD_DIR,
                                              "--prefix", prefix().string(), "--component", "sdk"});
    ASSERT_EQ(installed.status, 0) << installed.err;
    Tenant tenant({"--projects", "12", "--rows", "1..30"});
    const ProcessResult result = workspace_.ingest(
        {"run", workspace_.connect(tenant).string(), "--out", workspace_.out().string()});
    ASSERT_EQ(result.status, 0) << result.err;
    run_ = std::make_unique<CommittedRun>(workspace_.out() / "acme" / "latest");
    ASSERT_GT(run_->findings.size(), 20U);
  }
  std::filesystem::path prefix() const { return workspace_.path() / "prefix"; }
  std::string protos() const { return (prefix() / "share/ingest/proto").string(); }
  std::vector<std::string> protoc(std::vector<std::string> more) {
    std::vector<std::string> command = {"/usr/bin/protoc", "-I", protos()};
    command.insert(command.end(), more.begin(), more.end());
    return command;
  }
  Workspace workspace_;
  std::unique_ptr<CommittedRun> run_;
};

TEST_F(Consumers, PythonReadsEveryRecord) {
  const auto generated = workspace_.path() / "generated";
  std::filesystem::create_directory(generated);
  std::vector<std::string> command = protoc({"--python_out=" + generated.string()});
  for (const char* file : {"asset", "finding"})
    command.push_back("ingest/v1/" + std::string(file) + ".proto");
  ProcessResult result = e2e::run(command);
  ASSERT_EQ(result.status, 0) << result.err;
  result = e2e::run({"/usr/bin/python3", std::string(INGEST_SOURCE_DIR) + "/tests/e2e/read_run.py",
                     generated.string(), run_->folder.string()});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(static_cast<size_t>(std::count(result.out.begin(), result.out.end(), '\n')),
            run_->findings.size());
  for (const v1::Finding& finding : run_->findings)
    EXPECT_NE(result.out.find(finding.id()), std::string::npos);
}

TEST_F(Consumers, ProtocDecodesARecord) {
  const std::string record = run_->findings.front().SerializeAsString();
  const auto file = workspace_.path() / "one.binpb";
  // The first record of the file, without its length: what protoc takes.
  const std::string bytes = read_file(run_->folder / "findings.binpb");
  const size_t prefix = record.size() < 128 ? 1 : 2;
  ASSERT_LT(record.size(), 16384U);
  ASSERT_EQ(bytes.substr(prefix, record.size()), record);
  write_file(file, record);
  const ProcessResult result = e2e::run(
      {"/bin/sh", "-c",
       "exec /usr/bin/protoc -I '" + protos() +
           "' --decode=ingest.v1.Finding ingest/v1/finding.proto < '" + file.string() + "'"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("id: \"" + run_->findings.front().id() + "\""), std::string::npos);
  for (const char number : std::string("123456789"))
    EXPECT_EQ(result.out.find(std::string("\n") + number + ": "), std::string::npos)
        << "a field that the .proto does not know:\n"
        << result.out;
}

TEST_F(Consumers, ReadPrintsOneJsonObjectARecord) {
  for (const auto& [file, count] : {std::pair{"assets.binpb", run_->assets.size()},
                                    std::pair{"findings.binpb", run_->findings.size()}}) {
    const ProcessResult result = workspace_.ingest({"read", (run_->folder / file).string()});
    ASSERT_EQ(result.status, 0) << result.err;
    size_t lines = 0;
    std::istringstream in(result.out);
    for (std::string line; std::getline(in, line); ++lines)
      EXPECT_TRUE(boost::json::parse(line).as_object().contains("id")) << line;
    EXPECT_EQ(lines, count) << file;
  }
}

TEST_F(Consumers, ReadTellsWhereAFileIsDamaged) {
  const std::string bytes = read_file(run_->folder / "findings.binpb");
  const auto file = workspace_.path() / "findings.binpb";
  write_file(file, bytes.substr(0, bytes.size() - 3));
  const ProcessResult result = workspace_.ingest({"read", file.string()});
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_EQ(static_cast<size_t>(std::count(result.out.begin(), result.out.end(), '\n')),
            run_->findings.size() - 1);
  EXPECT_NE(result.err.find("byte"), std::string::npos) << result.err;
}

// A time that protobuf can't print, in a record that is well-formed otherwise.
TEST_F(Consumers, ReadTellsOfATimeThatIsNone) {
  v1::Finding finding;
  finding.mutable_last_found_on()->set_nanos(1'000'000'000);
  const std::string record = finding.SerializeAsString();
  ASSERT_LT(record.size(), 128U);
  const auto file = workspace_.path() / "findings.binpb";
  write_file(
      file, read_file(run_->folder / "findings.binpb") + static_cast<char>(record.size()) + record);
  const ProcessResult result = workspace_.ingest({"read", file.string()});
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_EQ(static_cast<size_t>(std::count(result.out.begin(), result.out.end(), '\n')),
            run_->findings.size());
  EXPECT_NE(result.err.find("a time is outside the years 1 to 9999"), std::string::npos)
      << result.err;
}

}  // namespace
}  // namespace ingest::e2e

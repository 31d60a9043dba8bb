#include "run_fixture.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "output/delimited.hpp"
#include "output/sha256.hpp"

namespace ingest::host {
namespace {

template <class Message>
std::vector<Message> read_all(const std::filesystem::path& path) {
  std::vector<Message> messages;
  DelimitedReader reader(File::open_to_read(path));
  for (std::string_view record; reader.next(record);) {
    EXPECT_TRUE(
        messages.emplace_back().ParseFromArray(record.data(), static_cast<int>(record.size())));
  }
  return messages;
}

}  // namespace

RunTest::RunTest() {
  request_.connection = "acme";
  request_.out = folder_.path();
  request_.versions.set_connector("scripted");
  request_.unit_noun = "projects";
  request_.workers = 4;
  request_.notice = [this](const std::string& sentence) { notices_ += sentence + "\n"; };
}

CommittedRun RunTest::run(ScriptedConnector& connector) {
  Progress progress(false, "acme", "projects", [this](const std::string& t) { progress_ += t; });
  return execute_run(connector, request_, progress);
}

CommittedRun RunTest::run(std::function<void(Fetch&)> script) {
  ScriptedConnector connector(std::move(script));
  return run(connector);
}

Failure RunTest::run_fails(ScriptedConnector& connector) {
  const std::vector<std::string> before = visible();
  std::optional<Failure> thrown;
  try {
    run(connector);
    ADD_FAILURE() << "the run was committed";
  } catch (const Failure& failure) {
    thrown = failure;
  }
  EXPECT_EQ(visible(), before);
  return thrown.value_or(Failure(ExitStatus::kOk, "committed"));
}

Failure RunTest::run_fails(std::function<void(Fetch&)> script) {
  ScriptedConnector connector(std::move(script));
  return run_fails(connector);
}

std::vector<std::string> RunTest::visible() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(connection_folder(), ignored)) {
    std::string name = entry.path().filename().string();
    if (name.front() == '.') continue;
    if (entry.is_symlink()) name += " -> " + std::filesystem::read_symlink(entry).string();
    names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string RunTest::digests_of(const CommittedRun& run) {
  std::string all;
  for (const char* name : {"assets.binpb", "findings.binpb", "assets.ndjson", "findings.ndjson",
                           "dead-letters.ndjson"})
    if (std::filesystem::exists(run.folder / name))
      all += std::string(name) + " " + hex(sha256(content_of(run.folder / name))) + "\n";
  return all;
}

std::vector<std::string> RunTest::interrupted() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator(connection_folder() / ".partial", ignored))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<v1::Asset> RunTest::assets(const CommittedRun& run) {
  return read_all<v1::Asset>(run.folder / "assets.binpb");
}

std::vector<v1::Finding> RunTest::findings(const CommittedRun& run) {
  return read_all<v1::Finding>(run.folder / "findings.binpb");
}

v1::Run RunTest::told(const CommittedRun& run) {
  v1::Run told;
  EXPECT_TRUE(
      google::protobuf::util::JsonStringToMessage(content_of(run.folder / "run.json"), &told).ok());
  return told;
}

}  // namespace ingest::host

// rogue_run.hpp - a run with a connector that does wrong, when and as ROGUE=CALL:DEED says
// (rogue_connector.c). Its connection lets it be silent for a second.
#pragma once

#include <boost/json.hpp>

#include "workspace.hpp"

namespace ingest::e2e {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

class RogueRun : public ::testing::Test {
 protected:
  RogueRun() : connection_(workspace_.path() / "acme.yaml") { state_limits("stall: 1s"); }

  void state_limits(const std::string& limits) {
    write_file(
        connection_,
        "kind: connection\nname: acme\nplugin: specimen\nconfig: {}\nworker: {" + limits + "}\n");
  }
  std::vector<std::string> words(const std::string& command) const {
    std::vector<std::string> all = {command, connection_.string(), "--plugin-dir", INGEST_ROGUE};
    if (command == "run") all.insert(all.end(), {"--out", workspace_.out().string()});
    return all;
  }
  Environment rogue(const std::string& deed) const {
    return {{"ROGUE", deed}, {"ROGUE_OUT", workspace_.out().string()}};
  }
  ProcessResult run(const std::string& deed) {
    return workspace_.ingest(words("run"), rogue(deed));
  }
  ProcessResult resume() {
    std::vector<std::string> all = words("run");
    all.push_back("--resume");
    return workspace_.ingest(all);
  }
  void expect_resumed(std::uint64_t kept) {
    const ProcessResult again = resume();
    ASSERT_EQ(again.status, 0) << again.err;
    const CommittedRun run(workspace_.out() / "acme" / "latest");
    EXPECT_EQ(run.run.units_kept(), kept);
    EXPECT_EQ(run.run.units(), 3U);
  }
  boost::json::object newest_run() {
    const ProcessResult list = workspace_.ingest({"runs", "list", "--format", "json"});
    const boost::json::value all = boost::json::parse(list.out);
    return all.at("runs").at(0).as_object();
  }
  static std::string text(const boost::json::object& one, const char* key) {
    return boost::json::value_to<std::string>(one.at(key));
  }

  Workspace workspace_;
  std::filesystem::path connection_;
};

}  // namespace ingest::e2e

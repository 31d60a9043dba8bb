// The whole life of a connection, as its person sees it: made, scheduled, served, its key revoked
// and rotated, set inactive, renamed, removed; and its secrets nowhere in clear at any point.
#include <gmock/gmock.h>
#include <signal.h>

#include <boost/json.hpp>
#include <functional>
#include <thread>

#include "traces.hpp"
#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class Life : public ::testing::Test {
 protected:
  Life() : tenant_({"--projects", "3", "--rows", "2..5", "--latency-ms", "20"}) {
    secrets_.push_back(tenant_.fact("api_key"));
  }

  std::string text(const boost::json::value& one, const char* key) const {
    const auto* value = one.as_object().if_contains(key);
    return value == nullptr || !value->is_string() ? ""
                                                   : boost::json::value_to<std::string>(*value);
  }
  boost::json::value listed(const std::string& name) {
    const ProcessResult result = space_.ingest({"connections", "list", "--format", "json"});
    EXPECT_EQ(result.status, 0) << result.err;
    const boost::json::value all = boost::json::parse(result.out);
    for (const auto& one : all.at("connections").as_array())
      if (text(one, "name") == name) return one;
    return boost::json::object();
  }
  // Asks until it is so; each question is a process, so nothing sleeps.
  boost::json::value wait_for(const std::string& name,
                              const std::function<bool(const boost::json::value&)>& is_so) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    boost::json::value now = listed(name);
    while (!is_so(now) && std::chrono::steady_clock::now() < end) now = listed(name);
    EXPECT_TRUE(is_so(now)) << boost::json::serialize(now);
    return now;
  }
  boost::json::value wait_for_state(const std::string& name, const std::string& state) {
    return wait_for(name, [&](const auto& one) { return text(one, "state") == state; });
  }
  std::string last_run(const boost::json::value& one) const {
    const auto& run = one.at("last_run");
    return run.is_object() ? boost::json::value_to<std::string>(run.at("run_id")) : "";
  }
  void must(const std::vector<std::string>& words, int status = 0) {
    const ProcessResult result = space_.ingest(words);
    EXPECT_EQ(result.status, status) << words.at(1) << ": " << result.err;
    said_ += result.out + result.err;
    expect_no_leak(words.at(1));
  }
  void expect_no_leak(const std::string& when) {
    SCOPED_TRACE(when);
    expect_nowhere(space_.path(), secrets_);
    for (const std::string& secret : secrets_) EXPECT_THAT(said_, Not(HasSubstr(secret)));
  }

  Tenant tenant_;
  Workspace space_;
  std::vector<std::string> secrets_;
  std::string said_;
};

TEST_F(Life, FromAddToRemove) {
  must({"connections", "add", "acme", "--plugin", "checkmarx-sca", "--set",
        "region=" + tenant_.fact("api_url"), "--set", "tenant=" + tenant_.fact("tenant"),
        "--secret-file", "api_key=" + (tenant_.folder() / "api_key").string(), "--ca-file",
        tenant_.fact("ca_file"), "--output-dir", space_.out().string()});
  EXPECT_EQ(text(listed("acme"), "state"), "Registered");

  must({"connections", "edit", "acme", "--every", "2s"});
  EXPECT_NE(text(listed("acme"), "next_run"), "");
  const auto serve = space_.start({"serve", "--log-format", "json", "--listen", "127.0.0.1:0"});
  ASSERT_THAT(serve->read_line(std::chrono::seconds(60)), HasSubstr("ready"));
  wait_for_state("acme", "Processing");
  auto now = wait_for_state("acme", "Processed");
  expect_no_leak("served");
  const CommittedRun run(space_.out() / "acme" / "latest");
  EXPECT_GT(run.findings.size(), 0U);
  expect_equal_to_truth(run, tenant_);

  const std::string fresh = tenant_.new_key();
  secrets_.push_back(fresh);
  now = wait_for_state("acme", "Failed");
  EXPECT_THAT(text(now, "why"), HasSubstr("key"));
  const ProcessResult test = space_.ingest({"test", "acme"});
  EXPECT_EQ(test.status, 4) << test.out;
  EXPECT_THAT(test.out, HasSubstr("✗ Authentication Credential Check"));

  // Outside of what is searched, as a person would have it.
  TemporaryFolder elsewhere;
  write_file(elsewhere.path() / "wrong", secrets_.front());
  write_file(elsewhere.path() / "new", fresh);
  must({"connections", "edit", "acme", "--secret-file",
        "api_key=" + (elsewhere.path() / "wrong").string()},
       4);
  must({"connections", "edit", "acme", "--secret-file",
        "api_key=" + (elsewhere.path() / "new").string()});
  wait_for_state("acme", "Processed");
  expect_no_leak("rotated");

  must({"connections", "edit", "acme", "--status", "inactive"});
  // What was under way when it was set inactive may end; then nothing begins any more.
  now = wait_for("acme", [&](const auto& one) {
    return text(one, "state") == "Inactive" && text(one, "next_run").empty() &&
           !text(one.at("last_run"), "ended_at").empty();
  });
  const std::string last = last_run(now);
  const auto requests = tenant_.requests();
  std::this_thread::sleep_for(std::chrono::seconds(5));  // more than two turns of its schedule
  EXPECT_EQ(last_run(listed("acme")), last);
  EXPECT_EQ(tenant_.requests(), requests);

  must({"connections", "rename", "acme", "acme-sca"});
  EXPECT_EQ(text(listed("acme-sca"), "state"), "Inactive");
  EXPECT_EQ(last_run(listed("acme-sca")), last) << "the history follows";
  must({"connections", "edit", "acme-sca", "--status", "active"});
  wait_for("acme-sca", [&](const auto& one) {
    return text(one, "state") == "Processed" && last_run(one) != last;
  });
  EXPECT_TRUE(fs::exists(space_.out() / "acme-sca" / "latest"));

  must({"connections", "edit", "acme-sca", "--no-schedule"});
  // As long as its last run is under way it is refused.
  ProcessResult removed = space_.ingest({"connections", "remove", "acme-sca", "--yes"});
  for (int i = 0; removed.status == 8 && i < 500; ++i)
    removed = space_.ingest({"connections", "remove", "acme-sca", "--yes"});
  EXPECT_EQ(removed.status, 0) << removed.err;
  EXPECT_EQ(listed("acme-sca"), boost::json::object());

  serve->signal(SIGTERM);
  const ProcessResult ended = serve->wait(std::chrono::seconds(30));
  EXPECT_FALSE(ended.timed_out);
  said_ += ended.out + ended.err;
  expect_no_leak("ended");
}

}  // namespace
}  // namespace ingest::e2e

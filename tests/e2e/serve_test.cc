// "ingest serve" against the simulated tenant: what it runs, what it shows, how it ends.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "served.hpp"

namespace ingest::e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> kListen = {"--listen", "127.0.0.1:0"};

std::string moment_from_now(seconds ahead) {
  const std::time_t when =
      std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + ahead);
  char text[32];
  std::tm utc{};
  ::gmtime_r(&when, &utc);
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

class Serve : public ::testing::Test {
 protected:
  std::size_t complete(const std::string& connection) const {
    std::size_t count = 0;
    for (const HistoryRow& row : served_.history_of(connection))
      if (row.outcome == "complete") ++count;
    return count;
  }
  std::size_t begun(const std::string& connection) const {
    return served_.history_of(connection).size();
  }
  Served served_;
};

TEST_F(Serve, RunsWhatIsDueAndStopsWhenTold) {
  const Tenant tenant({"--projects", "3", "--rows", "1..5"});
  served_.connect(tenant, "acme", "every: 2s");
  served_.connect(tenant, "idle", "");
  const auto serve = served_.start(kListen);
  ASSERT_TRUE(eventually([&] { return complete("acme") >= 3; }));
  EXPECT_EQ(begun("idle"), 0U);

  ASSERT_TRUE(eventually([&] {
    const auto acme = served_.status_of("acme");
    return acme.at("last_run").is_object() && acme.at("state") == "Processed";
  }));
  const boost::json::object acme = served_.status_of("acme");
  EXPECT_TRUE(acme.at("next_due").is_string());
  EXPECT_TRUE(acme.at("last_complete").is_string());
  const boost::json::object idle = served_.status_of("idle");
  EXPECT_EQ(idle.at("state"), "Registered");
  EXPECT_TRUE(idle.at("next_due").is_null());
  EXPECT_EQ(served_.get("/healthz"), "ok\n");

  serve->signal(SIGTERM);
  const ProcessResult end = serve->wait(seconds(30));
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_TRUE(served_.runs_alive().empty());
  expect_equal_to_truth(CommittedRun(served_.workspace().out() / "acme" / "latest"), tenant);
  std::set<long long> dues;
  for (const HistoryRow& row : served_.history_of("acme")) {
    EXPECT_THAT(row.trigger, ::testing::AnyOf("schedule", "missed"));
    ASSERT_TRUE(row.due.has_value());
    EXPECT_TRUE(dues.insert(*row.due).second) << "run twice for one due time";
  }
}

TEST_F(Serve, TheLogIsJsonThatNamesConnectionAndRun) {
  const Tenant tenant({"--projects", "3", "--rows", "1..5", "--fault",
                       "kind=status,code=503,match=/api/results,times=1"});
  served_.connect(tenant, "acme", "at: 2026-01-01T00:00:00Z");
  served_.write("broken",
                "kind: connection\nname: broken\nplugin: nothing-such\n"
                "schedule: {at: 2026-01-01T00:00:00Z}\nconfig: {}\n");
  const auto serve = served_.start();
  ASSERT_TRUE(eventually([&] { return complete("acme") == 1 && begun("broken") == 1; }));
  ASSERT_TRUE(serve->said("ended: complete", seconds(30)));
  ASSERT_TRUE(serve->said("ended: failed", seconds(30)));
  serve->signal(SIGTERM);
  const ProcessResult end = serve->wait(seconds(30));
  std::istringstream lines(end.err);
  std::size_t of_a_run = 0;
  std::size_t broken = 0;
  const std::string run_id = served_.history_of("acme").at(0).run_id;
  for (std::string line; std::getline(lines, line);) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(line, error);
    ASSERT_FALSE(error) << line;
    const auto* run = value.as_object().if_contains("run");
    if (run != nullptr && run->as_string() == run_id) ++of_a_run;
    const auto* connection = value.as_object().if_contains("connection");
    if (connection != nullptr && connection->as_string() == "broken" && run != nullptr) ++broken;
  }
  EXPECT_GE(of_a_run, 2U) << "the repetition, and the end\n" << end.err;
  EXPECT_GE(broken, 2U) << "error and hint are text, and are made lines of the log\n" << end.err;
}

TEST_F(Serve, MetricsPassPromtool) {
  const Tenant tenant({"--projects", "3", "--rows", "1..5"});
  served_.connect(tenant, "acme", "at: 2026-01-01T00:00:00Z");
  served_.write("broken", "kind: connection\nname: broken\nplugn: x\n");
  const auto serve = served_.start(kListen);
  ASSERT_TRUE(eventually([&] {
    return served_.get("/metrics")
               .find("ingest_runs_total{connection=\"acme\",result=\"complete\"} 1") !=
           std::string::npos;
  }));
  const std::string metrics = served_.get("/metrics");
  const auto file = served_.workspace().path() / "metrics";
  write_file(file, metrics);
  const ProcessResult lint =
      run({"/bin/sh", "-c", "exec " INGEST_PROMTOOL " check metrics < '" + file.string() + "'"});
  EXPECT_EQ(lint.status, 0) << lint.out << lint.err << metrics;
  EXPECT_EQ(lint.out + lint.err, "");
  const CommittedRun run(served_.workspace().out() / "acme" / "latest");
  for (const std::string& line :
       {"ingest_last_run_findings{connection=\"acme\"} " + std::to_string(run.findings.size()),
        "ingest_last_run_assets{connection=\"acme\"} " + std::to_string(run.assets.size()),
        "ingest_last_run_requests{connection=\"acme\"} " +
            std::to_string(run.run.http().requests()),
        std::string("ingest_last_run_result{connection=\"acme\",result=\"complete\"} 1"),
        std::string("ingest_connection_state{connection=\"acme\",state=\"Processed\"} 1"),
        std::string("ingest_connection_state{connection=\"acme\",state=\"Failed\"} 0"),
        std::string("ingest_connection_files_refused 1"), std::string("ingest_connections 1")})
    EXPECT_THAT(metrics, HasSubstr(line + "\n"));
  const std::string type = served_.get("/metrics", {"--head"});
  EXPECT_THAT(type, HasSubstr("text/plain; version=0.0.4"));
  const boost::json::array faults = served_.status().at("faults").as_array();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(std::string(faults.at(0).at("why").as_string()), HasSubstr("did you mean 'plugin'?"));
}

TEST_F(Serve, ASecondOneIsRefusedWithTheHolder) {
  const auto first = served_.start();
  const ProcessResult second = served_.workspace().ingest({"serve"});
  EXPECT_EQ(second.status, 8);
  EXPECT_THAT(second.err, HasSubstr("process " + std::to_string(first->pid())));
  first->signal(SIGINT);
  EXPECT_EQ(first->wait(seconds(30)).status, 0);
  const auto third = served_.start();
  third->signal(SIGTERM);
  EXPECT_EQ(third->wait(seconds(30)).status, 0);
}

TEST_F(Serve, InactiveIsNeverRunUntilItIsActive) {
  const Tenant tenant({"--projects", "2", "--rows", "1..3"});
  served_.connect(tenant, "acme", "every: 1s");
  const auto file = served_.workspace().path() / "config" / "connections" / "acme.yaml";
  const std::string active = read_file(file);
  std::string inactive = active;
  inactive.replace(inactive.find("status: active"), 14, "status: inactive");
  served_.write("acme", inactive);
  served_.connect(tenant, "other", "every: 1s");
  const auto serve = served_.start(kListen);
  ASSERT_TRUE(eventually([&] { return complete("other") >= 2; }));
  EXPECT_EQ(begun("acme"), 0U);
  EXPECT_EQ(served_.status_of("acme").at("state"), "Inactive");

  served_.write("acme", active);
  serve->signal(SIGHUP);
  ASSERT_TRUE(eventually([&] { return complete("acme") >= 1; }));
  served_.write("acme", inactive);
  ASSERT_TRUE(eventually([&] { return served_.status_of("acme").at("state") == "Inactive"; }));
  ASSERT_TRUE(eventually([&] { return served_.status_of("acme").at("pid").is_null(); }));
  const std::size_t until_then = begun("acme");
  const std::size_t others = complete("other");
  ASSERT_TRUE(eventually([&] { return complete("other") >= others + 2; }));
  EXPECT_EQ(begun("acme"), until_then);
}

TEST_F(Serve, WhatWasMissedIsRunOnceAfterARestart) {
  const Tenant tenant({"--projects", "2", "--rows", "1..3"});
  served_.connect(tenant, "hourly", "every: 1h");
  served_.connect(tenant, "often", "every: 1s");
  auto serve = served_.start();
  ASSERT_TRUE(eventually([&] { return complete("hourly") == 1 && complete("often") >= 1; }));
  serve->signal(SIGTERM);
  ASSERT_EQ(serve->wait(seconds(30)).status, 0);

  // Nobody is there while it falls due, several times for one of them.
  served_.connect(tenant, "once", "at: " + moment_from_now(seconds(1)));
  const auto last = *served_.history_of("often").back().due;
  ASSERT_TRUE(eventually([&] {
    return std::chrono::system_clock::now().time_since_epoch() >= milliseconds(last) + seconds(5);
  }));
  serve = served_.start();
  ASSERT_TRUE(eventually([&] { return complete("once") == 1 && complete("often") >= 3; }));
  serve->signal(SIGTERM);
  ASSERT_EQ(serve->wait(seconds(30)).status, 0);
  EXPECT_EQ(complete("once"), 1U);
  EXPECT_EQ(complete("hourly"), 1U);
  std::vector<long long> dues;
  for (const HistoryRow& row : served_.history_of("often"))
    if (row.due && *row.due > last) dues.push_back(*row.due);
  ASSERT_FALSE(dues.empty());
  EXPECT_GE(dues.front(), last + 4000) << "each missed one was run";
  EXPECT_EQ(std::set<long long>(dues.begin(), dues.end()).size(), dues.size());
}

TEST_F(Serve, ACrashEndsThatRunOnly) {
  const Tenant tenant({"--projects", "2", "--rows", "1..3"});
  served_.write("crash",
                "kind: connection\nname: crash\nplugin: specimen\nconfig: {}\n"
                "schedule: {every: 1s}\n");
  served_.connect(tenant, "acme", "every: 1s");
  std::vector<std::string> flags = kListen;
  flags.insert(flags.end(), {"--plugin-dir", INGEST_CRASHING});
  const auto serve = served_.start(flags);
  ASSERT_TRUE(eventually([&] { return begun("crash") >= 3 && complete("acme") >= 3; }));
  EXPECT_FALSE(serve->has_ended());
  ASSERT_TRUE(eventually([&] { return served_.status_of("crash").at("state") == "Failed"; }));
  EXPECT_THAT(served_.get("/metrics"),
              HasSubstr("ingest_last_run_result{connection=\"crash\",result=\"failed\"} 1"));
  EXPECT_EQ(served_.history_of("crash").front().outcome, "failed");
  EXPECT_THAT(served_.history_of("crash").front().reason,
              HasSubstr("connector specimen crashed in fetch (SIGABRT)"));
  serve->signal(SIGTERM);
  EXPECT_EQ(serve->wait(seconds(30)).status, 0);
}

TEST_F(Serve, ARunIsInterruptedByTheStopAndGoneOnWith) {
  const Tenant tenant({"--projects", "30", "--rows", "1..5", "--fault",
                       "kind=latency,ms=30000,match=/api/results,from=20"});
  served_.connect(tenant, "acme", "at: 2026-01-01T00:00:00Z");
  auto serve = served_.start();
  while (tenant.faults_fired() == 0) ASSERT_FALSE(serve->has_ended());
  const auto sent = std::chrono::steady_clock::now();
  serve->signal(SIGTERM);
  // And once more, as timeout(1) does: to the process, then to its group. It is one request.
  ::usleep(20'000);
  serve->signal(SIGTERM);
  const ProcessResult end = serve->wait(seconds(30));
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_LT(std::chrono::steady_clock::now() - sent, seconds(9));
  EXPECT_TRUE(served_.runs_alive().empty());
  ASSERT_EQ(served_.history().size(), 1U);
  EXPECT_EQ(served_.history().front().outcome, "interrupted") << end.err;

  tenant.inject({});
  serve = served_.start();
  ASSERT_TRUE(eventually([&] { return complete("acme") == 1; }));
  serve->signal(SIGTERM);
  ASSERT_EQ(serve->wait(seconds(30)).status, 0);
  ASSERT_EQ(served_.history().size(), 2U);
  EXPECT_EQ(served_.history().back().trigger, "resume");
  const CommittedRun run(served_.workspace().out() / "acme" / "latest");
  EXPECT_GT(run.run.units_kept(), 0U);
  EXPECT_EQ(run.run.resumed_from(), served_.history().front().run_id);
  expect_equal_to_truth(run, tenant);
}

TEST_F(Serve, TheSecondSignalKills) {
  const Tenant tenant({"--projects", "30", "--rows", "1..5", "--fault",
                       "kind=latency,ms=30000,match=/api/results,from=20"});
  served_.connect(tenant, "acme", "at: 2026-01-01T00:00:00Z");
  const auto serve = served_.start();
  while (tenant.faults_fired() == 0) ASSERT_FALSE(serve->has_ended());
  serve->signal(SIGTERM);
  ASSERT_TRUE(serve->said("stopping", seconds(20)));
  serve->signal(SIGINT);
  // The run may have been quicker.
  EXPECT_THAT(serve->wait(seconds(30)).status, ::testing::AnyOf(0, 130));
  EXPECT_TRUE(served_.runs_alive().empty());
}

TEST_F(Serve, RunsEndWithAServeThatIsKilled) {
  const Tenant tenant({"--projects", "30", "--rows", "1..5", "--fault",
                       "kind=latency,ms=30000,match=/api/results,from=20"});
  served_.connect(tenant, "acme", "at: 2026-01-01T00:00:00Z");
  const auto serve = served_.start();
  while (tenant.faults_fired() == 0) ASSERT_FALSE(serve->has_ended());
  ASSERT_EQ(served_.runs_alive(Served::Workers::kNot).size(), 1U);
  serve->signal(SIGKILL);
  EXPECT_TRUE(eventually([&] { return served_.runs_alive().empty(); }, seconds(10)));
  EXPECT_EQ(served_.history().front().outcome, "interrupted") << "it had no time for a checkpoint";
}

TEST_F(Serve, NoMoreThanSoManyRunAtATime) {
  const Tenant tenant(
      {"--projects", "2", "--rows", "1..3", "--fault", "kind=latency,ms=3000,match=/api/projects"});
  for (const char* name : {"a", "b", "c"})
    served_.connect(tenant, name, "at: 2026-01-01T00:00:00Z");
  std::vector<std::string> flags = kListen;
  flags.insert(flags.end(), {"--max-runs", "1"});
  const auto serve = served_.start(flags);
  ASSERT_TRUE(eventually([&] { return served_.status_of("a").at("pid").is_int64(); }));
  for (const char* name : {"b", "c"}) {
    const boost::json::object waits = served_.status_of(name);
    EXPECT_EQ(waits.at("state"), "Scheduled");
    EXPECT_THAT(std::string(waits.at("why").as_string()), HasSubstr("waits for"));
  }
  EXPECT_THAT(served_.get("/metrics"), HasSubstr("ingest_runs_waiting 2\n"));
  tenant.inject({});
  ASSERT_TRUE(eventually([&] { return complete("a") + complete("b") + complete("c") == 3; }));
  EXPECT_LE(served_.runs_alive(Served::Workers::kNot).size(), 1U);
}

TEST_F(Serve, NoSecretInArgumentsOrEnvironmentOfARun) {
  const Tenant tenant(
      {"--projects", "2", "--rows", "1..3", "--fault", "kind=latency,ms=5000,match=/api/projects"});
  served_.connect(tenant, "acme", "at: 2026-01-01T00:00:00Z");
  const auto file = served_.workspace().path() / "config" / "connections" / "acme.yaml";
  std::string yaml = read_file(file);
  const size_t at = yaml.find("${file:");
  yaml.replace(at, yaml.find('}', at) + 1 - at, "${env:CX_APIKEY}");
  served_.write("acme", yaml);
  const std::string key = read_file(tenant.folder() / "api_key");
  const std::string secret = key.substr(0, key.find_last_not_of("\n") + 1);
  const auto serve = served_.start({}, {{"CX_APIKEY", secret}, {"HARMLESS", "stays"}});
  while (tenant.faults_fired() == 0) ASSERT_FALSE(serve->has_ended());
  const std::vector<int> runs = served_.runs_alive();
  ASSERT_EQ(runs.size(), 2U) << "a run and its worker";
  for (const int run : runs) {
    const auto of_run = [&](const char* name) {
      std::ifstream in("/proc/" + std::to_string(run) + "/" + name);
      return std::string(std::istreambuf_iterator<char>(in), {});
    };
    // Shut for all but root, as the kernel's root is understood.
    if (std::ifstream("/proc/" + std::to_string(run) + "/environ").is_open()) {
      EXPECT_THAT(of_run("environ"), HasSubstr("HARMLESS=stays"));
    }
    EXPECT_THAT(of_run("environ"), Not(HasSubstr(secret)));
    EXPECT_THAT(of_run("cmdline"), Not(HasSubstr(secret)));
  }
  tenant.inject({});
  ASSERT_TRUE(eventually([&] { return complete("acme") == 1; }));
}

}  // namespace
}  // namespace ingest::e2e

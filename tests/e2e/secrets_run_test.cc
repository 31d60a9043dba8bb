// Runs with ${secret:}: where a secret must never be found, how a child gets it, when it expires.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "secrets_fixture.hpp"
#include "state/state_store.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(Secrets, SetFromStandardInputAndUsedByARun) {
  Tenant tenant({"--projects", "4", "--rows", "1..5"});
  const std::string key = key_of(tenant);
  connect(tenant, "${secret:acme/api_key}");
  const ProcessResult set = ingest_fed(key + "\n", {"secrets", "set", "acme/api_key"});
  ASSERT_EQ(set.status, 0) << set.err;
  EXPECT_EQ(set.out, "");
  EXPECT_THAT(set.err, AllOf(HasSubstr("stored acme/api_key; used by acme"), Not(HasSubstr(key))));

  const ProcessResult done =
      ingest({"run", "acme", "-vv", "--log-format", "json", "--out", workspace_.out().string(),
              "--record", (workspace_.path() / "recording").string()});
  ASSERT_EQ(done.status, 0) << done.err;
  expect_equal_to_truth(CommittedRun(workspace_.out() / "acme" / "latest"), tenant);
  write_file(workspace_.path() / "log", done.err + done.out);
  expect_nowhere(key);

  // A replay asks for no secret, so it needs neither the key nor the store.
  fs::remove_all(state());
  const ProcessResult again = ingest({"replay", (workspace_.path() / "recording").string(), "acme",
                                      "--out", (workspace_.path() / "again").string()});
  EXPECT_EQ(again.status, 0) << again.err;
}

// What "ingest serve" does: the secret comes over a pipe, and is seen nowhere.
TEST_F(Secrets, HandedOverToARunAreNeitherInItsArgumentsNorItsEnvironment) {
  Tenant tenant({"--projects", "4", "--fault", "kind=latency,ms=600000,match=/api/projects"});
  const std::string key = key_of(tenant);
  connect(tenant, "${env:CX_KEY}", "by-variable");
  connect(tenant, "${secret:acme/api_key}", "by-store");
  for (const std::string& record : {"env CX_KEY=" + key, "secret acme/api_key=" + key}) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const std::string bytes = record + '\0' + "end" + '\0';
    ASSERT_EQ(::write(pipe[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::close(pipe[1]);
    const std::uint64_t fired = tenant.faults_fired();
    const auto run =
        workspace_.start({"run", record[0] == 'e' ? "by-variable" : "by-store", "--secrets-fd",
                          std::to_string(pipe[0]), "--out", workspace_.out().string()});
    ::close(pipe[0]);
    while (tenant.faults_fired() == fired) ASSERT_FALSE(run->has_ended()) << run->wait().err;
    const fs::path proc = "/proc/" + std::to_string(run->pid());
    EXPECT_THAT(read_file(proc / "cmdline"), AllOf(HasSubstr("run"), Not(HasSubstr(key))));
    // Shut for all but root, as the kernel's root is understood.
    if (std::ifstream(proc / "environ").is_open()) {
      EXPECT_THAT(read_file(proc / "environ"), AllOf(HasSubstr("PATH="), Not(HasSubstr(key))));
    }
    std::error_code not_there;
    EXPECT_FALSE(fs::read_symlink(proc / "fd" / std::to_string(pipe[0]), not_there)
                     .string()
                     .starts_with("pipe:"))
        << "the pipe is still open";
    run->signal(SIGTERM);
    EXPECT_EQ(run->wait().status, 143);
  }
  EXPECT_FALSE(fs::exists(state() / "secrets")) << "the child needs no store of its own";
  expect_nowhere(key);
}

struct Life {
  const char* name;
  const char* seconds;
  int status;  // of the test
  const char* said;
};

class Expiry : public Secrets, public ::testing::WithParamInterface<Life> {};

TEST_P(Expiry, IsToldByTestAndRun) {
  Tenant tenant({"--projects", "2", "--rows", "1..3", "--key-expires-in", GetParam().seconds});
  connect(tenant, "${secret:acme/api_key}");
  store(tenant);
  const std::string said = GetParam().said;
  const ProcessResult text = ingest({"test", "acme"});
  EXPECT_EQ(text.status, GetParam().status) << text.out << text.err;
  EXPECT_EQ(text.out.find("config.api_key expire") != std::string::npos, !said.empty()) << text.out;
  EXPECT_THAT(text.out, HasSubstr(said));
  const ProcessResult json = ingest({"test", "acme", "--format", "json"});
  const boost::json::value credentials = boost::json::parse(json.out).at("credentials");
  ASSERT_EQ(credentials.as_array().size(), 1U) << json.out;
  EXPECT_EQ(credentials.at(0).at("key"), "api_key");
  EXPECT_EQ(credentials.at(0).at("warning").as_string().empty(), said.empty()) << json.out;

  const ProcessResult run = ingest({"run", "acme", "--out", workspace_.out().string()});
  EXPECT_EQ(run.status, GetParam().status) << run.err;
  EXPECT_THAT(run.err, HasSubstr(said));
  EXPECT_EQ(run.err.find("config.api_key expire") != std::string::npos, !said.empty()) << run.err;
  if (run.status != 0) return;
  const CommittedRun done(workspace_.out() / "acme" / "latest");
  ASSERT_EQ(done.run.warnings_size(), said.empty() ? 0 : 1);
  if (done.run.warnings_size() == 1) {
    EXPECT_THAT(done.run.warnings(0), HasSubstr(said));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Lives, Expiry,
    ::testing::Values(Life{"FarAway", "1296000", 0, ""},  // 15 days
                      Life{"WithinTwoWeeks", "1209000", 0, "config.api_key expires in 13 days, on"},
                      Life{"WithinTheHour", "3300", 0, "config.api_key expires in 5"},
                      Life{"Expired", "-90000", 4, "config.api_key expired 25 hours ago, on"}),
    [](const auto& life) { return life.param.name; });

// "ingest connections list" shows it from there.
TEST_F(Secrets, WhenTheKeyExpiresIsNotedInTheState) {
  Tenant tenant({"--projects", "1", "--key-expires-in", "3000"});
  connect(tenant, "${secret:acme/api_key}");
  store(tenant);
  EXPECT_EQ(ingest({"test", "acme"}).status, 0);
  EXPECT_FALSE(fs::exists(state() / "state.db")) << "made only by what needs it";
  const auto noted = [&] { return host::StateStore(state()).expiries("acme"); };
  EXPECT_TRUE(noted().empty());
  EXPECT_EQ(ingest({"test", "acme"}).status, 0);
  const auto expiries = noted();
  ASSERT_EQ(expiries.count("api_key"), 1U);
  const auto left = expiries.at("api_key") - std::chrono::system_clock::now();
  EXPECT_GT(left, std::chrono::minutes(30));
  EXPECT_LE(left, std::chrono::seconds(3000));

  Tenant lasting({"--projects", "1"});
  store(lasting);
  connect(lasting, "${secret:acme/api_key}");
  EXPECT_EQ(ingest({"run", "acme", "--out", workspace_.out().string()}).status, 0);
  EXPECT_TRUE(noted().empty()) << "the new key says nothing of an end";
}

}  // namespace
}  // namespace ingest::e2e

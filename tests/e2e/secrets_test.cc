// "ingest secrets": set, list, remove, rekey, and what is refused.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>

#include "secrets_fixture.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kSecret = "correct-horse-battery-staple";

TEST_F(Secrets, AskedForOnATerminalThatDoesNotShowIt) {
  Tenant tenant({"--projects", "1"});
  const std::string key = key_of(tenant);
  connect(tenant, "${secret:acme/api_key}");
  const auto terminal = on_terminal({"secrets", "set", "acme/api_key"});
  ASSERT_TRUE(terminal->shows("Value of acme/api_key")) << terminal->screen();
  EXPECT_FALSE(terminal->echoes());
  terminal->type("wrong\x15" + key + "ab\x7f\xC3\xA4\x7f\x7f" + "\n");
  EXPECT_EQ(terminal->wait(), 0) << terminal->screen();
  EXPECT_TRUE(terminal->echoes());
  EXPECT_THAT(terminal->screen(), AllOf(HasSubstr("stored acme/api_key"), Not(HasSubstr("wrong")),
                                        Not(HasSubstr(key.substr(0, 20)))));
  const ProcessResult test = ingest({"test", "acme"});
  EXPECT_EQ(test.status, 0) << test.out << test.err;  // what was stored is what was typed
}

TEST_F(Secrets, MayBeLongerThanALineOfATerminal) {
  const auto terminal = on_terminal({"secrets", "set", "acme/api_key"});
  ASSERT_TRUE(terminal->shows("Value of acme/api_key")) << terminal->screen();
  terminal->type(std::string(20'000, 'x') + "\n");
  EXPECT_EQ(terminal->wait(), 0) << terminal->screen();
  EXPECT_GT(fs::file_size(state() / "secrets/store"), 20'000U);
}

TEST_F(Secrets, TheTerminalIsPutBackWhateverEndsTheQuestion) {
  for (const char* const keys : {"half a secret\x03", "\x04", "\x1c"}) {
    const auto terminal = on_terminal({"secrets", "set", "acme/api_key"});
    ASSERT_TRUE(terminal->shows("Value of")) << terminal->screen();
    terminal->type(keys);
    EXPECT_EQ(terminal->wait(), 130) << terminal->screen();
    EXPECT_TRUE(terminal->echoes());
    EXPECT_THAT(terminal->screen(), Not(HasSubstr("half")));
  }
  for (const int number : {SIGTERM, SIGINT}) {
    const auto terminal = on_terminal({"secrets", "set", "acme/api_key"});
    ASSERT_TRUE(terminal->shows("Value of")) << terminal->screen();
    terminal->signal(number);
    EXPECT_EQ(terminal->wait(), 128 + number) << terminal->screen();
    EXPECT_TRUE(terminal->echoes());
  }
  EXPECT_FALSE(fs::exists(state() / "secrets"));
}

TEST_F(Secrets, AreNeverTakenFromTheCommandLine) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"acme/api_key", kSecret},
        std::vector<std::string>{std::string("acme/api_key=") + kSecret}}) {
    std::vector<std::string> arguments = {"secrets", "set"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const ProcessResult set = ingest(arguments);
    EXPECT_EQ(set.status, 2);
    EXPECT_THAT(set.err, AllOf(HasSubstr("list of processes"), HasSubstr("--from-file"),
                               Not(HasSubstr(kSecret))));
  }
  EXPECT_FALSE(fs::exists(state()));
}

TEST_F(Secrets, ComeFromAFileAVariableOrStandardInput) {
  write_file(outside_.path() / "key", std::string(kSecret) + "\r\n");
  EXPECT_EQ(ingest({"secrets", "set", "a/file", "--from-file", outside_.path() / "key"}).status, 0);
  EXPECT_EQ(ingest({"secrets", "set", "a/env", "--from-env", "KEY"}, {{"KEY", kSecret}}).status, 0);
  EXPECT_EQ(listed().size(), 2U);
  struct Wrong {
    std::vector<std::string> arguments;
    int status;
    const char* said;
  };
  for (const Wrong& wrong :
       {Wrong{{"a/k"}, 3, "it is empty"}, Wrong{{"a/k", "--from-env", "NO_SUCH"}, 3, "is not set"},
        Wrong{{"a/k", "--from-file", "/no/such/file"}, 3, "cannot be opened"},
        Wrong{{"a/k", "--from-file", "/dev/zero"}, 3, "not a regular file"},
        Wrong{{"a/k", "--from-file", "x", "--from-env", "y"}, 2, "excludes"},
        Wrong{{"noslash"}, 3, "no name of a secret"}, Wrong{{}, 2, "NAME/key"}}) {
    std::vector<std::string> arguments = {"secrets", "set"};
    arguments.insert(arguments.end(), wrong.arguments.begin(), wrong.arguments.end());
    const ProcessResult set = ingest(arguments);
    EXPECT_EQ(set.status, wrong.status) << set.err;
    EXPECT_THAT(set.err, HasSubstr(wrong.said));
  }
  EXPECT_EQ(ingest_fed(std::string(65'537, 'x'), {"secrets", "set", "a/k"}).status, 3);
  EXPECT_EQ(ingest_fed(std::string(65'536, 'x') + "\n", {"secrets", "set", "a/k"}).status, 0);
}

TEST_F(Secrets, AreListedWithTheirUsersAndRemoved) {
  Tenant tenant({"--projects", "1"});
  connect(tenant, "${secret:acme/api_key}");
  connect(tenant, "${secret:acme/missing}", "other");
  store(tenant);
  store(tenant, "acme/old");
  const boost::json::array secrets = listed();
  ASSERT_EQ(secrets.size(), 2U);
  EXPECT_EQ(secrets[0].at("name"), "acme/api_key");
  EXPECT_EQ(secrets[0].at("used_by"), boost::json::array{"acme"});
  EXPECT_THAT(std::string(secrets[0].at("set_at").as_string()),
              ::testing::ContainsRegex("^20[0-9-]+T[0-9:]+Z$"));
  EXPECT_EQ(secrets[1].at("used_by"), boost::json::array{});
  const ProcessResult table = ingest({"secrets", "list"});
  EXPECT_THAT(table.out,
              AllOf(HasSubstr("NAME"), HasSubstr("acme/api_key"), Not(HasSubstr(key_of(tenant)))));
  EXPECT_THAT(table.err, HasSubstr("other refers to acme/missing, which is not set"));

  const ProcessResult kept = ingest({"secrets", "remove", "acme/api_key"});
  EXPECT_EQ(kept.status, 3);
  EXPECT_THAT(kept.err, AllOf(HasSubstr("used by acme"), HasSubstr("--force")));
  EXPECT_EQ(ingest({"secrets", "remove", "acme/old"}).status, 0);
  const ProcessResult forced = ingest({"secrets", "remove", "acme/api_key", "--force"});
  EXPECT_EQ(forced.status, 0);
  EXPECT_THAT(forced.err, HasSubstr("acme still refers to it"));
  EXPECT_TRUE(listed().empty());
  const ProcessResult run = ingest({"run", "acme"});
  EXPECT_EQ(run.status, 3);
  EXPECT_THAT(run.err, AllOf(HasSubstr("acme.yaml:"), HasSubstr("config.api_key"),
                             HasSubstr("holds no acme/api_key"),
                             HasSubstr("ingest secrets set acme/api_key")));
  EXPECT_EQ(ingest({"secrets", "remove", "acme/none"}).status, 3);
}

TEST_F(Secrets, TheWrongKeyADamagedStoreAndOpenFilesAreRefused) {
  Tenant tenant({"--projects", "1"});
  connect(tenant, "${secret:acme/api_key}");
  store(tenant);
  const auto refused = [&](const char* why, const Environment& environment = {}) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"test", "acme"},
          {"run", "acme"},
          {"secrets", "list"},
          {"secrets", "rekey"},
          {"secrets", "set", "a/b", "--from-env", "HOME"}}) {
      const ProcessResult result = ingest(command, environment);
      EXPECT_EQ(result.status, 3) << command[1] << result.err;
      EXPECT_THAT(result.err, AllOf(HasSubstr(why), HasSubstr("hint:"))) << command[1];
    }
  };
  write_file(outside_.path() / "other.key", std::string(64, 'a'));
  fs::permissions(outside_.path() / "other.key", fs::perms::owner_read);
  refused("is not the one that the secret store",
          {{"INGEST_MASTER_KEY_FILE", (outside_.path() / "other.key").string()}});
  const fs::path file = state() / "secrets/store";
  const std::string good = read_file(file);
  write_file(file, good.substr(0, good.size() - 1));
  refused("is damaged");
  write_file(file, good);
  ::chmod(file.c_str(), 0644);
  refused("others than its owner may get at it (mode 0644)");
  ::chmod(file.c_str(), 0600);
  ::chmod((state() / "secrets/master.key").c_str(), 0640);
  refused("others than its owner may get at it (mode 0640)");
  ::chmod((state() / "secrets/master.key").c_str(), 0600);
  EXPECT_EQ(ingest({"test", "acme"}).status, 0);
}

TEST_F(Secrets, ConnectionsGoOnAfterANewKey) {
  Tenant tenant({"--projects", "1"});
  connect(tenant, "${secret:acme/api_key}");
  store(tenant);
  const std::string before = read_file(state() / "secrets/master.key");
  ProcessResult rekey = ingest({"secrets", "rekey"});
  EXPECT_EQ(rekey.status, 0) << rekey.err;
  EXPECT_THAT(rekey.err, HasSubstr("encrypted 1 secret anew with the new key"));
  EXPECT_NE(read_file(state() / "secrets/master.key"), before);
  EXPECT_EQ(ingest({"test", "acme"}).status, 0);

  const std::string named = (outside_.path() / "named.key").string();
  rekey = ingest({"secrets", "rekey", "--new-key-file", named});
  EXPECT_EQ(rekey.status, 0) << rekey.err;
  EXPECT_THAT(rekey.err, HasSubstr("export INGEST_MASTER_KEY_FILE=" + named));
  EXPECT_EQ(ingest({"test", "acme"}).status, 3);
  EXPECT_EQ(ingest({"test", "acme"}, {{"INGEST_MASTER_KEY_FILE", named}}).status, 0);
  fs::create_directory(outside_.path() / "credentials");
  fs::rename(named, outside_.path() / "credentials/ingest-master-key");
  EXPECT_EQ(ingest({"test", "acme"},
                   {{"CREDENTIALS_DIRECTORY", (outside_.path() / "credentials").string()}})
                .status,
            0);
}

}  // namespace
}  // namespace ingest::e2e

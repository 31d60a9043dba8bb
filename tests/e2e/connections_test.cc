// "ingest connections": made, looked at, changed, renamed and removed, without a terminal.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>

#include <boost/json.hpp>

#include "traces.hpp"
#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Words = std::vector<std::string>;

Words joined(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

class Connections : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { tenant_ = new Tenant({"--projects", "3", "--rows", "2..4"}); }
  static void TearDownTestSuite() {
    delete tenant_;
    tenant_ = nullptr;
  }

  Words base(const std::string& name, const std::string& plugin = "checkmarx-sca") const {
    return {"connections",
            "add",
            name,
            "--plugin",
            plugin,
            "--set",
            "region=" + tenant_->fact("api_url"),
            "--set",
            "tenant=" + tenant_->fact("tenant"),
            "--ca-file",
            tenant_->fact("ca_file")};
  }
  std::string key_file() const { return (tenant_->folder() / "api_key").string(); }
  ProcessResult add(const std::string& name = "acme", const Words& more = {}) {
    return space_.ingest(
        joined(joined(base(name), {"--secret-file", "api_key=" + key_file()}), more));
  }
  fs::path file(const std::string& name) const {
    return space_.path() / "config" / "connections" / (name + ".yaml");
  }
  std::map<std::string, std::string> saved() const {
    auto all = files_below(space_.path() / "config");
    for (const auto& [name, bytes] : files_below(space_.path() / "state" / "secrets"))
      all["secrets/" + name] = bytes;
    return all;
  }
  boost::json::object listed(const std::string& name) {
    const ProcessResult result = space_.ingest({"connections", "list", "--format", "json"});
    EXPECT_EQ(result.status, 0) << result.err;
    const boost::json::value json = boost::json::parse(result.out);
    for (const auto& one : json.at("connections").as_array())
      if (text(one.as_object(), "name") == name) return one.as_object();
    return {};
  }
  std::string text(const boost::json::object& one, const char* key) {
    const auto* value = one.if_contains(key);
    return value == nullptr || !value->is_string() ? ""
                                                   : boost::json::value_to<std::string>(*value);
  }

  static Tenant* tenant_;
  Workspace space_;
};
Tenant* Connections::tenant_ = nullptr;

TEST_F(Connections, AddTestsAndSavesAFileWithoutSecrets) {
  const std::string key = tenant_->fact("api_key");
  const ProcessResult result = add("acme", {"--description", "Open source: findings", "--scope",
                                            "asset_classes=generic-application", "--every", "24h"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, file("acme").string() + "\n");
  EXPECT_THAT(result.err, HasSubstr("Data Fetch"));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(key)));
  const std::string yaml = read_file(file("acme"));
  EXPECT_THAT(yaml,
              AllOf(HasSubstr("api_key: ${secret:acme/api_key}"),
                    HasSubstr("description: \"Open source: findings\""),
                    HasSubstr("asset_classes: [generic-application]"), HasSubstr("every: 24h")));
  struct stat facts {};
  ASSERT_EQ(::stat(file("acme").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat(file("acme").parent_path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0700U);
  expect_nowhere(space_.path(), {key});
  const auto one = listed("acme");
  EXPECT_EQ(text(one, "state"), "Registered");
  EXPECT_EQ(text(one, "why"), "registered, all checks passed");
  EXPECT_EQ(text(one, "plugin"), "checkmarx-sca");
  EXPECT_NE(text(one, "since"), "");
  EXPECT_NE(text(one, "next_run"), "");

  const ProcessResult run = space_.ingest({"run", "acme", "--out", space_.out().string()});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(text(listed("acme"), "state"), "Processed");

  const auto before = saved();
  const ProcessResult again = add("acme");
  EXPECT_EQ(again.status, 3);
  EXPECT_THAT(again.err, HasSubstr("there is a connection 'acme' already"));
  EXPECT_EQ(saved(), before);
}

TEST_F(Connections, AddAnOAuthClientOfDastAndReferencesStayAsTheyAre) {
  ProcessResult result =
      space_.ingest(joined(base("dast", "checkmarx-dast"),
                           {"--set", "client_id=" + tenant_->fact("client_id"), "--secret-env",
                            "client_secret=CX_SECRET", "--set",
                            "iam_url=" + tenant_->fact("iam_url"), "--set", "details=true"}),
                    {{"CX_SECRET", tenant_->fact("client_secret")}});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(read_file(file("dast")),
              AllOf(HasSubstr("client_secret: ${secret:dast/client_secret}"),
                    HasSubstr("details: true"), Not(HasSubstr("api_key"))));
  result = space_.ingest(joined(base("env"), {"--set", "api_key=${env:CX_APIKEY}"}),
                         {{"CX_APIKEY", tenant_->fact("api_key")}});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(read_file(file("env")), HasSubstr("api_key: ${env:CX_APIKEY}"));
  expect_nowhere(space_.path(), {tenant_->fact("api_key"), tenant_->fact("client_secret")});
}

TEST_F(Connections, WhatIsMissingIsListedAllAtOnce) {
  ProcessResult result = space_.ingest({"connections", "add", "acme", "--plugin", "checkmarx-sca"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("region (Checkmarx Region)"), HasSubstr("tenant (Tenant Name)"),
                    HasSubstr("api_key (API Key, or client_id and client_secret)"),
                    HasSubstr("--secret-file api_key=PATH")));
  result = space_.ingest(joined(base("acme"), {"--set", "client_id=x"}));
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("client_secret (Client Secret"), Not(HasSubstr("api_key ("))));
  EXPECT_TRUE(saved().empty());
}

TEST_F(Connections, WrongWordsAreRefusedBeforeAnythingIsAsked) {
  const auto requests = tenant_->requests();
  const auto refused = [&](const Words& more, const std::string& why) {
    const ProcessResult result = space_.ingest(joined(base("acme"), more));
    EXPECT_TRUE(result.status == 2 || result.status == 3) << result.status;
    EXPECT_THAT(result.err, HasSubstr(why));
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("LITERAL-SECRET")));
  };
  refused({"--set", "api_key=LITERAL-SECRET"}, "--secret-file api_key=PATH");
  refused({"--set", "apikey=LITERAL-SECRET"}, "did you mean 'api_key'?");
  refused({"--set", "api_key"}, "--set takes KEY=VALUE");
  refused({"--set", "iam_url=no url", "--set", "api_key=${env:K}"}, "must be a URL");
  refused({"--set", "api_key=${vault:x}"}, "refers to something unknown");
  refused({"--set", "region=us", "--set", "api_key=${env:K}"}, "given twice");
  refused({"--secret-file", "api_key=/no/such/file"}, "/no/such/file");
  refused({"--secret-env", "api_key=NOT_SET_AT_ALL"}, "NOT_SET_AT_ALL is not set");
  refused({"--set", "api_key=${env:K}", "--scope", "asset_classes=code-repo"}, "code-repository");
  refused({"--set", "api_key=${env:K}", "--every", "soon"}, "schedule.every");
  refused({"--set", "api_key=${env:K}", "--every", "24h", "--at", "2030-01-01T00:00:00Z"},
          "schedule");
  refused({"--set", "api_key=${env:K}", "--map", "no-such-map"}, "no-such-map");
  refused({"--set", "api_key=${env:K}", "--description", "two\nlines"}, "description");
  for (const char* name : {"../evil", "", ".hidden", "a/b"}) {
    Words words = base("acme");
    words[2] = name;
    EXPECT_EQ(space_.ingest(words).status, 2) << name;
  }
  EXPECT_EQ(tenant_->requests(), requests);
  EXPECT_TRUE(saved().empty());
}

TEST_F(Connections, AFailingCheckSavesNothingUnlessTold) {
  ASSERT_EQ(add("other").status, 0);
  const auto before = saved();
  const fs::path wrong = space_.path() / "wrong-key";
  write_file(wrong, "not-a-key-at-all\n");
  const Words words = joined(base("acme"), {"--secret-file", "api_key=" + wrong.string()});
  ProcessResult result = space_.ingest(words);
  EXPECT_TRUE(result.status == 3 || result.status == 4) << result.status << result.err;
  EXPECT_THAT(result.err, HasSubstr("nothing was saved"));
  EXPECT_EQ(saved(), before);
  EXPECT_TRUE(listed("acme").empty());

  result = space_.ingest(joined(base("acme"), {"--secret-file", "api_key=" + key_file(), "--set",
                                               "iam_url=https://127.0.0.1:1"}));
  EXPECT_EQ(result.status, 5) << result.err;
  EXPECT_EQ(saved(), before);

  result = space_.ingest(joined(words, {"--no-test"}));
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(text(listed("acme"), "why"), "registered without a test");
  EXPECT_THAT(space_.ingest({"connections", "show", "acme"}).out,
              AllOf(HasSubstr("registered without a test"), HasSubstr("${secret:acme/api_key}"),
                    Not(HasSubstr("not-a-key"))));
}

TEST_F(Connections, ListNamesBrokenFilesAndShowCoversLiteralSecrets) {
  ASSERT_EQ(add("acme").status, 0);
  write_file(file("broken"), "kind: connection\nname: broken\nplugin: c\nwhat: ever\n");
  write_file(file("literal"),
             "kind: connection\nname: literal\nplugin: checkmarx-sca\nconfig:\n"
             "  region: deu\n  tenant: t\n  api_key: LITERAL-SECRET # oh\n");
  write_file(file("twin"), "kind: connection\nname: acme\nplugin: checkmarx-sca\n");
  const ProcessResult list = space_.ingest({"connections", "list"});
  EXPECT_EQ(list.status, 0) << list.err;
  EXPECT_THAT(list.out, AllOf(HasSubstr("Registered"), HasSubstr("Broken"),
                              HasSubstr("unknown key"), HasSubstr("calls itself 'acme'")));
  EXPECT_THAT(text(listed("broken"), "fault"), HasSubstr("broken.yaml:4:1: unknown key 'what'"));
  for (const char* format : {"yaml", "json", "table"}) {
    const ProcessResult show =
        space_.ingest({"connections", "show", "literal", "--format", format});
    EXPECT_EQ(show.status, 0) << show.err;
    EXPECT_THAT(show.out, AllOf(HasSubstr("[hidden]"), Not(HasSubstr("LITERAL-SECRET"))));
  }
  EXPECT_EQ(space_.ingest({"connections", "show", "acme", "--format", "yaml"}).out,
            read_file(file("acme")));
  const ProcessResult none = space_.ingest({"connections", "show", "acne"});
  EXPECT_EQ(none.status, 3);
  EXPECT_THAT(none.err, HasSubstr("did you mean 'acme'?"));
}

TEST_F(Connections, EditChangesWhatIsNamedAndKeepsComments) {
  ASSERT_EQ(add("acme").status, 0);
  std::string yaml = read_file(file("acme"));
  yaml = "# Kim's.\n" + yaml + "# the end\n";
  write_file(file("acme"), yaml);
  ProcessResult result =
      space_.ingest({"connections", "edit", "acme", "--every", "12h", "--description", "Ours",
                     "--output-dir", space_.out().string()});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr("Testing"))) << "nothing of the source was changed";
  std::string after = read_file(file("acme"));
  EXPECT_THAT(after,
              AllOf(HasSubstr("# Kim's.\n"), HasSubstr("# the end"), HasSubstr("every: 12h"),
                    HasSubstr("description: Ours"), HasSubstr("dir: " + space_.out().string())));
  EXPECT_NE(text(listed("acme"), "next_run"), "");

  result = space_.ingest({"connections", "edit", "acme", "--at", "2031-01-01T00:00:00Z"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(read_file(file("acme")), AllOf(HasSubstr("2031"), Not(HasSubstr("12h"))));
  EXPECT_EQ(text(listed("acme"), "next_run"), "2031-01-01T00:00:00Z");
  ASSERT_EQ(space_.ingest({"connections", "edit", "acme", "--no-schedule"}).status, 0);
  EXPECT_EQ(text(listed("acme"), "next_run"), "");

  ASSERT_EQ(space_.ingest({"connections", "edit", "acme", "--status", "inactive"}).status, 0);
  EXPECT_EQ(text(listed("acme"), "state"), "Inactive");
  EXPECT_EQ(space_.ingest({"run", "acme"}).status, 3);
  ASSERT_EQ(space_.ingest({"connections", "edit", "acme", "--status", "active"}).status, 0);
  EXPECT_EQ(text(listed("acme"), "state"), "Registered");

  after = read_file(file("acme"));
  result = space_.ingest({"connections", "edit", "acme", "--set", "tenant=somebody-else"});
  EXPECT_NE(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("nothing was changed"));
  EXPECT_EQ(read_file(file("acme")), after);
  EXPECT_EQ(space_.ingest({"connections", "edit", "acme"}).status, 2);
}

TEST_F(Connections, EditInAnEditor) {
  ASSERT_EQ(add("acme").status, 0);
  const auto edit = [&](const std::string& command) {
    return space_.ingest({"connections", "edit", "acme", "--editor"}, {{"EDITOR", command}});
  };
  ProcessResult result = edit("sed -i 's/^status: active/status: inactive/'");
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(text(listed("acme"), "state"), "Inactive");
  const auto before = saved();
  result = edit("sed -i s/region:/regoin:/");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("did you mean 'region'?"));
  EXPECT_EQ(edit("false").status, 2);
  EXPECT_EQ(edit("/no/such/editor").status, 2);
  EXPECT_EQ(saved(), before);
}

TEST_F(Connections, RotationReplacesTheKeyOnlyWhenTheNewOneWorks) {
  ASSERT_EQ(add("acme").status, 0);
  const auto before = saved();
  const fs::path wrong = space_.path() / "wrong-key";
  write_file(wrong, "not-a-key-at-all\n");
  ProcessResult result =
      space_.ingest({"connections", "edit", "acme", "--secret-file", "api_key=" + wrong.string()});
  EXPECT_TRUE(result.status == 3 || result.status == 4) << result.status << result.err;
  EXPECT_EQ(saved(), before) << "the old key must stay, byte for byte";
  EXPECT_EQ(space_.ingest({"test", "acme"}).status, 0);

  // To another way to log in, with what is new tested as a whole.
  result = space_.ingest({"connections", "edit", "acme", "--unset", "api_key", "--set",
                          "client_id=" + tenant_->fact("client_id"), "--set",
                          "iam_url=" + tenant_->fact("iam_url"), "--secret-file",
                          "client_secret=" + (tenant_->folder() / "client_secret").string()});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(space_.ingest({"test", "acme"}).status, 0);

  // A wrong one, in spite of the check; and back.
  ASSERT_EQ(space_
                .ingest({"connections", "edit", "acme", "--no-test", "--secret-file",
                         "client_secret=" + wrong.string()})
                .status,
            0);
  EXPECT_NE(space_.ingest({"test", "acme"}).status, 0);
  const std::string yaml = read_file(file("acme"));
  ASSERT_EQ(space_
                .ingest({"connections", "edit", "acme", "--secret-file",
                         "client_secret=" + (tenant_->folder() / "client_secret").string()})
                .status,
            0);
  EXPECT_EQ(space_.ingest({"test", "acme"}).status, 0);
  EXPECT_EQ(read_file(file("acme")), yaml) << "a new secret leaves the file as it is";
  expect_nowhere(space_.path() / "state",
                 {tenant_->fact("api_key"), tenant_->fact("client_secret")});
}

TEST_F(Connections, RenameAndRemove) {
  ASSERT_EQ(add("old").status, 0);
  ASSERT_EQ(space_.ingest({"run", "old", "--out", space_.out().string()}).status, 0);
  ProcessResult result = space_.ingest({"connections", "rename", "old", "new"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_FALSE(fs::exists(file("old")));
  EXPECT_EQ(text(listed("new"), "state"), "Processed");
  EXPECT_EQ(space_.ingest({"test", "new"}).status, 0);
  EXPECT_TRUE(fs::exists(space_.out() / "old" / "latest")) << "what was delivered stays";
  EXPECT_EQ(space_.ingest({"connections", "rename", "old", "other"}).status, 3);
  EXPECT_EQ(space_.ingest({"connections", "rename", "new", "a/b"}).status, 2);

  result = space_.ingest({"connections", "remove", "new"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("--yes"));
  ASSERT_TRUE(fs::exists(file("new")));
  result = space_.ingest({"connections", "remove", "new", "--yes"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_FALSE(fs::exists(file("new")));
  EXPECT_TRUE(listed("new").empty());
  EXPECT_TRUE(fs::exists(space_.out() / "old" / "latest"));
  EXPECT_EQ(space_.ingest({"connections", "remove", "new", "--yes"}).status, 3);

  ASSERT_EQ(add("gone").status, 0);
  ASSERT_EQ(space_.ingest({"run", "gone", "--out", space_.out().string()}).status, 0);
  ASSERT_EQ(space_.ingest({"connections", "remove", "gone", "--yes", "--purge"}).status, 0);
  EXPECT_FALSE(fs::exists(space_.out() / "gone"));
  EXPECT_TRUE(fs::exists(space_.out() / "old" / "latest")) << "others' output is not touched";
}

TEST_F(Connections, NeitherRenamedNorRemovedWhileItRuns) {
  ASSERT_EQ(add("acme").status, 0);
  tenant_->inject({"kind=latency,ms=60000,match=/api/projects"});
  const auto running = space_.start({"run", "acme", "--out", space_.out().string()});
  std::string state;
  for (int i = 0; i < 600 && state != "Processing"; ++i) state = text(listed("acme"), "state");
  EXPECT_EQ(state, "Processing");
  EXPECT_EQ(space_.ingest({"connections", "remove", "acme", "--yes"}).status, 8);
  EXPECT_EQ(space_.ingest({"connections", "rename", "acme", "other"}).status, 8);
  running->signal(SIGTERM);
  running->wait();
  tenant_->inject({});
  EXPECT_EQ(space_.ingest({"connections", "remove", "acme", "--yes"}).status, 0);
}

}  // namespace
}  // namespace ingest::e2e

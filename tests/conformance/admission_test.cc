// Which files "ingest plugins check" runs at all, what is taken from them in every case, and that
// what was looked at is what is checked.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <map>
#include <string>

#include "conformance/check_request.hpp"
#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CheckAdmission : public ::testing::Test {
 protected:
  CheckAdmission() {
    fs::create_directory(file_.parent_path());
    fs::permissions(file_.parent_path(), fs::perms(0755));
    fs::copy_file(INGEST_CONFORMANCE "/none.so", file_);
    fs::permissions(file_, fs::perms(0644));
  }
  void rules(const std::string& yaml) {
    const fs::path folder = workspace_.path() / "config";
    fs::create_directory(folder);
    write_file(folder / "connectors.yaml", "kind: connectors\n" + yaml);
    fs::permissions(folder / "connectors.yaml", fs::perms(0600));
  }
  void list_its_digest() {
    const ProcessResult digest = run({"/usr/bin/sha256sum", file_.string()});
    rules("trust: listed\nallowed_sha256:\n  - " + digest.out.substr(0, 64) + "\n");
  }
  ProcessResult check(const std::string& named, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"plugins", "check", named, "--case", "no-stdout"};
    words.insert(words.end(), more.begin(), more.end());
    return workspace_.ingest(words);
  }
  // Nothing was prepared, and no case run.
  static void expect_refused(const ProcessResult& result, const std::string& reason,
                             const std::string& hint) {
    EXPECT_EQ(result.status, 9) << result.out;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(HasSubstr(reason), HasSubstr(hint)));
  }
  Workspace workspace_;
  fs::path file_ = workspace_.path() / "own" / "acme.so";
};

TEST_F(CheckAdmission, InStrictModeSomebodyVouchesForWhatIsRun) {
  rules("trust: listed\n");
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--in-process"}})
    expect_refused(check(file_.string(), more), "nobody vouches for it", "allowed_sha256");
  list_its_digest();
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--in-process"}}) {
    const ProcessResult result = check(file_.string(), more);
    EXPECT_EQ(result.status, 0) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("pass   no-stdout"));
  }
  fs::permissions(file_, fs::perms(0666));
  expect_refused(check(file_.string()), "can be written to by everybody (mode 0666)", "chmod o-w");
}

TEST_F(CheckAdmission, InStrictModeWhatNoRunWouldLoadIsNotChecked) {
  fs::copy_file(INGEST_CONFORMANCE "/executable_stack.so", file_,
                fs::copy_options::overwrite_existing);
  EXPECT_THAT(check(file_.string(), {"--case", "no-executable-stack"}).out,
              HasSubstr("fail   no-executable-stack"));
  list_its_digest();
  expect_refused(check(file_.string()), "the stack executable", "noexecstack");
}

TEST_F(CheckAdmission, OnesOwnBuildIsCheckedWithAWarningAndAConnectorOfTheFoldersIsNot) {
  fs::permissions(file_, fs::perms(0666));
  const ProcessResult named = check(file_.string());
  EXPECT_EQ(named.status, 0) << named.out << named.err;
  EXPECT_THAT(named.err, AllOf(HasSubstr("can be written to by everybody (mode 0666)"),
                               HasSubstr("chmod o-w")));
  const std::vector<std::string> folder = {"--plugin-dir", file_.parent_path().string()};
  expect_refused(check("acme", folder), "can be written to by everybody (mode 0666)", "chmod o-w");
  fs::permissions(file_, fs::perms(0644));
  const ProcessResult fine = check("acme", folder);
  EXPECT_EQ(fine.status, 0) << fine.out << fine.err;
  EXPECT_THAT(fine.err, Not(HasSubstr("written to")));
}

// The name leads nowhere any more; what was opened under it is read, loaded, and copied.
TEST_F(CheckAdmission, WhatWasOpenedIsWhatIsChecked) {
  using namespace host::conformance;
  CheckRequest request;
  request.file = file_;
  request.descriptor = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(request.descriptor, 0);
  write_file(file_.parent_path() / "another", "no library");
  fs::rename(file_.parent_path() / "another", file_);
  request.cases = {"exports-only-entry", "loads-with-rtld-now", "loads-twice-same-table",
                   "two-copies-coexist"};
  std::map<std::string, std::string> outcomes;
  CheckListener listener;
  listener.begun = [](const CheckHead& head) { EXPECT_EQ(head.id, "conformance"); };
  listener.done = [&](const Case& one, const Verdict& verdict) {
    outcomes[one.name] = std::string(name_of(verdict.outcome)) + verdict.reason;
  };
  check_connector(INGEST_BINARY, request, listener);
  ::close(request.descriptor);
  EXPECT_EQ(outcomes.size(), request.cases.size());
  for (const auto& [name, outcome] : outcomes) EXPECT_EQ(outcome, "pass") << name;
}

TEST(CheckConfinement, EveryCaseIsWithoutSocketsProcessesAndSignals) {
  Workspace workspace;
  const std::string file = INGEST_CONFORMANCE "/breaks_out.so";
  const ProcessResult result = workspace.ingest({"plugins", "check", file, "--json"});
  const boost::json::value all = boost::json::parse(result.out);
  for (const auto& entry : all.at("cases").as_array()) {
    const bool watched =
        entry.at("name") == "no-network-of-its-own" || entry.at("name") == "starts-no-process";
    EXPECT_EQ(entry.at("outcome"), watched ? "fail" : "pass") << boost::json::serialize(entry);
  }
  EXPECT_EQ(result.status, 9);
  const ProcessResult here =
      workspace.ingest({"plugins", "check", file, "--case", "no-stdout", "--in-process"});
  EXPECT_EQ(here.status, 0) << here.out << here.err;
}

}  // namespace
}  // namespace ingest::e2e

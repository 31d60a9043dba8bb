// "ingest plugins check" on connectors that are well, and on one for each case that breaks the
// contract there: the case fails, and no other does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

using ::testing::HasSubstr;

struct Report {
  int status = -1;
  boost::json::object all;
  std::string text;

  std::string outcome(const std::string& name) const {
    for (const auto& entry : all.at("cases").as_array())
      if (entry.at("name").as_string() == name.c_str())
        return std::string(entry.at("outcome").as_string());
    return "missing";
  }
  std::string told(const std::string& name) const {
    for (const auto& entry : all.at("cases").as_array())
      if (entry.at("name").as_string() == name.c_str())
        return std::string(entry.at("reason").as_string()) + "\n" +
               std::string(entry.at("hint").as_string());
    return {};
  }
  // Those whose outcome is one of these.
  std::vector<std::string> with(const std::vector<std::string>& outcomes) const {
    std::vector<std::string> names;
    for (const auto& entry : all.at("cases").as_array())
      if (std::find(outcomes.begin(), outcomes.end(),
                    std::string(entry.at("outcome").as_string())) != outcomes.end())
        names.emplace_back(entry.at("name").as_string());
    return names;
  }
};

Report check(const std::string& file, const std::vector<std::string>& more = {}) {
  Workspace workspace;
  std::vector<std::string> words = {"plugins", "check", file, "--json"};
  words.insert(words.end(), more.begin(), more.end());
  const ProcessResult result = workspace.ingest(words);
  Report report;
  report.status = result.status;
  boost::json::error_code error;
  const auto value = boost::json::parse(result.out, error);
  EXPECT_FALSE(error) << result.out << result.err;
  if (error) return report;
  report.all = value.as_object();
  report.text = result.err;
  for (const auto& entry : report.all.at("cases").as_array())
    if (entry.at("outcome").as_string() != "pass")
      report.text += boost::json::serialize(entry) + "\n";
  return report;
}

std::string specimen(const std::string& name) {
  return std::string(INGEST_CONFORMANCE) + "/" + name + ".so";
}

struct Wrong {
  const char* file;
  const char* name;     // of the case
  const char* outcome;  // of it
  const char* words;    // in its reason
};

// One for each case.
const std::vector<Wrong> kWrong = {
    Wrong{"exports_more", "exports-only-entry", "fail", "conformance_extra"},
    Wrong{"gnu_unique", "no-gnu-unique", "fail", "conformance_unique"},
    Wrong{"text_relocation", "no-textrel", "fail", "text relocations"},
    Wrong{"executable_stack", "no-executable-stack", "fail", "the stack executable"},
    Wrong{"search_path", "no-search-path", "fail", "/opt/acme/lib"},
    Wrong{"needs_crypto", "needed-libraries", "fail", "libcrypto"},
    Wrong{"undefined_symbol", "loads-with-rtld-now", "fail", "conformance_missing"},
    Wrong{"new_table", "loads-twice-same-table", "fail", "another table"},
    Wrong{"incomplete_table", "table-is-complete", "fail", "get_extension"},
    Wrong{"one_copy", "two-copies-coexist", "crash", "in loading a copy"},
    Wrong{"slow_describe", "scan-under-100ms", "fail", "ms"},
    Wrong{"changing_descriptor", "describe-is-constant", "fail", "had changed"},
    Wrong{"bad_vendor", "descriptor-strings", "fail", "vendor is not printable"},
    Wrong{"field_twice", "descriptor-message", "fail", "'token' is described twice"},
    Wrong{"broken_map", "default-map-is-valid", "fail", "conformance-default"},
    Wrong{"any_extension", "unknown-extension-is-null", "fail", "ingest.rows/999"},
    Wrong{"takes_garbage", "create-rejects-garbage", "fail", "took empty settings"},
    Wrong{"leaks_memory", "create-destroy-1000x-no-growth", "fail", "bytes more"},
    Wrong{"one_instance", "instances-are-independent", "fail", "had been destroyed"},
    Wrong{"one_thread", "any-thread", "fail", "another thread"},
    Wrong{"keeps_thread", "no-threads-after-destroy", "fail", "1 thread runs after destroy"},
    Wrong{"prints", "no-stdout", "fail", "transformed"},
    Wrong{"keeps_descriptor", "no-fd-leak", "fail", "/dev/null"},
    Wrong{"ignores_signal", "no-signal-handlers", "fail", "SIGUSR1 was the default and is ignored"},
    Wrong{"changes_umask", "no-process-settings", "fail", "umask"},
    Wrong{"opens_socket", "no-network-of-its-own", "fail", "socket"},
    Wrong{"starts_process", "starts-no-process", "fail", "in test_connection"},
    Wrong{"reads_beyond", "texts-end-where-they-say", "crash", "in create"},
    Wrong{"keeps_settings", "keeps-no-borrowed-memory", "crash", "in fetch, when"},
    Wrong{"cuts_message", "error-is-utf8-and-terminated", "fail", "not UTF-8"},
    Wrong{"needs_error", "error-may-be-null", "crash", "in test_connection"},
    Wrong{"ignores_cancel", "cancel-within-1s", "fail", "after it was cancelled"},
    Wrong{"ignores_refusal", "sink-refusal-stops", "fail", "refused at record"},
    Wrong{"emits_elsewhere", "sink-on-calling-thread", "fail", "another thread"},
    Wrong{"calls_late", "no-calls-after-return", "fail", "log called after destroy"},
    Wrong{"fetch_fails", "reads-its-source", "fail", "nothing pleases"},
    Wrong{"ends_twice", "units-are-bracketed", "fail", "ended the unit 'u3' twice"},
    Wrong{"places_from_one", "places-without-gaps", "fail", "a page at place 1 where 0"},
    Wrong{"ends_skipped", "skipped-units-stay-out", "fail", "ended the unit 'u1'"},
    Wrong{"wrong_report", "reports-add-up", "fail", "says 1 rows in 0 pages"},
    Wrong{"wrong_listing", "listing-counts-units", "fail", "counts 4, and fetch began 3"},
    Wrong{"checks_swapped", "checks-as-described", "fail", "'list' where 'login' comes next"},
    Wrong{"bad_request", "requests-are-sound", "fail", "request method"},
    Wrong{"asks_more", "answers-are-enough", "warn", "GET https://api.example.com/extra"},
    Wrong{"keeps_response", "responses-are-released", "fail", "responses had not been released"},
    Wrong{"trusts_answers", "survives-http-failures", "crash", "from request 3 on"},
    Wrong{"hides_failure", "failures-are-told", "fail", "as if the source were empty"},
    Wrong{"counts_fetches", "fetch-is-repeatable", "fail", "another context"},
    Wrong{"bad_key", "records-are-sound", "fail", "key that is not UTF-8"},
    Wrong{"wrong_type", "emits-only-declared-types", "fail", "'ingest.v1.Findings'"},
    Wrong{"bad_utf8", "parses-as-declared-type", "fail", "no ingest.v1.Finding"},
    Wrong{"no_identity", "identity-present", "fail", "identity_key is missing"},
    Wrong{"orphans", "findings-have-assets", "fail", "'nobody'"},
    Wrong{"loses_rows", "rows-accounted", "fail", "of the 3 rows"},
    Wrong{"remembers", "transform-is-pure", "fail", "other records the second time"},
    Wrong{"shares_buffer", "transform-concurrent", "fail", "other threads transformed too"},
    Wrong{"trusts_rows", "transform-fuzz", "crash", "rows: another number"},
    Wrong{"row_first", "rows-extension-agrees", "fail", "a row before the root"},
    Wrong{"logs_token", "no-secret-in-output", "fail", "a log message"},
    Wrong{"quotes_settings", "no-secret-in-refusal", "fail", "the error of create"},
    Wrong{"later_field", "older-host", "crash", "in fetch"},
    Wrong{"exact_size", "newer-host", "fail", "this host is too new"},
    Wrong{"needs_http", "works-without-host-extensions", "crash", "in test_connection"}};

void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.file; }

class WrongConnectors : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongConnectors, FailThatCaseAlone) {
  const Wrong& wrong = GetParam();
  const Report report = check(specimen(wrong.file));
  const bool warned = std::string(wrong.outcome) == "warn";
  EXPECT_EQ(report.status, warned ? 0 : 9) << report.text;
  EXPECT_EQ(report.outcome(wrong.name), wrong.outcome) << report.text;
  EXPECT_THAT(report.told(wrong.name), HasSubstr(wrong.words));
  EXPECT_EQ(report.with({"warn", "fail", "crash"}), std::vector<std::string>{wrong.name})
      << report.text;
}

INSTANTIATE_TEST_SUITE_P(All, WrongConnectors, ::testing::ValuesIn(kWrong),
                         [](const auto& wrong) { return std::string(wrong.param.file); });

// Every case has a connector that fails it.
TEST(Conformance, EachCaseIsFailedByOneConnector) {
  Workspace workspace;
  const ProcessResult result = workspace.ingest({"plugins", "check", "--list", "--json"});
  std::multiset<std::string> cases;
  const boost::json::value listed = boost::json::parse(result.out);
  for (const auto& entry : listed.at("cases").as_array())
    cases.emplace(entry.at("name").as_string());
  std::multiset<std::string> failed;
  for (const Wrong& wrong : kWrong) failed.emplace(wrong.name);
  EXPECT_EQ(failed, cases);
  const std::string page = read_file(INGEST_SOURCE_DIR "/docs/connector-check.md");
  for (const std::string& name : cases) EXPECT_THAT(page, HasSubstr("`" + name + "`"));
}

class Connectors : public ::testing::TestWithParam<const char*> {};

TEST_P(Connectors, PassAllCases) {
  const std::string file = GetParam();
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file << " in this build";
  const Report report = check(file);
  EXPECT_EQ(report.status, 0) << report.text;
  EXPECT_EQ(report.with({"warn", "fail", "crash"}), std::vector<std::string>()) << report.text;
  // The demo connectors read no source and map without a map: not all can be tried with them.
  if (file.find("/demo-") == std::string::npos) {
    EXPECT_EQ(report.with({"skip"}), std::vector<std::string>()) << report.text;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Connectors,
                         ::testing::Values(INGEST_CONFORMANCE "/none.so",
                                           INGEST_CONNECTORS "/checkmarx-sca.so",
                                           INGEST_CONNECTORS "/checkmarx-dast.so",
                                           INGEST_DEMOS "/demo-c.so", INGEST_DEMOS "/demo-cpp.so",
                                           INGEST_DEMOS "/demo-libcxx.so"),
                         [](const auto& file) {
                           std::string name = std::filesystem::path(file.param).stem();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace ingest::e2e

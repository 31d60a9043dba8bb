#include "checkmarx-sca/results_body.hpp"

#include <gtest/gtest.h>

#include <set>

#include "ingest/sdk/connector.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using ingest::test::sample;

TEST(ResultsBody, CountsTheSamples) {
  const ResultsBody mixed = read_results_body(sample("results-200-mixed-single-page.json"));
  EXPECT_EQ(mixed.rows(), 10U);
  EXPECT_EQ(mixed.total, 10U);
  EXPECT_TRUE(mixed.has_snippets);
  EXPECT_EQ(std::set<uint64_t>(mixed.row_keys.begin(), mixed.row_keys.end()).size(), 10U);
  std::vector<uint64_t> keys;
  for (const char* page : {"results-200-limit4-offset0.json", "results-200-limit4-offset1.json",
                           "results-200-limit4-offset2.json"}) {
    const ResultsBody body = read_results_body(sample(page));
    EXPECT_EQ(body.total, 10U);
    keys.insert(keys.end(), body.row_keys.begin(), body.row_keys.end());
  }
  EXPECT_EQ(keys, mixed.row_keys) << "the same rows, whatever page they came on";
  EXPECT_EQ(read_results_body(sample("results-200-limit4-offset3-past-end.json")).rows(), 0U);
  EXPECT_EQ(read_results_body(sample("results-200-null.json")).rows(), 0U);
}

TEST(ResultsBody, TellsRowsApartByAllTheySay) {
  const auto keys = [](const std::string& rows) {
    return read_results_body("{\"results\":[" + rows + "]}").row_keys;
  };
  EXPECT_EQ(keys(R"({"a":1})"), keys(R"( { "a" : 1 } )"));
  EXPECT_EQ(keys(R"({"a":"xy"})"), keys(R"({"a":"x\u0079"})"));
  const std::vector<std::string> different = {R"({"a":1})",    R"({"a":2})",
                                              R"({"b":1})",    R"({"a":"1"})",
                                              R"({"a":null})", R"({"a":true})",
                                              R"({"a":[1]})",  R"({"a":{"b":1}})",
                                              R"([1])",        "1",
                                              R"("a")",        R"({"a":1.5})",
                                              R"({})",         R"([])",
                                              "null",          R"({"a":-1})",
                                              R"({"ab":"c"})", R"({"a":"bc"})"};
  std::set<uint64_t> all;
  for (const std::string& row : different) {
    const auto one = keys(row);
    ASSERT_EQ(one.size(), 1U) << row;
    EXPECT_TRUE(all.insert(one[0]).second) << row;
  }
  std::string list;
  for (const std::string& row : different) list += (list.empty() ? "" : ",") + row;
  EXPECT_EQ(keys(list).size(), different.size());
}

TEST(ResultsBody, CountsOnlyTheAnswersOwnMembers) {
  const ResultsBody body = read_results_body(
      R"({"x":{"results":[1,2],"totalCount":9},"results":[{"results":[1,2,3],"totalCount":7}],)"
      R"("totalCount":18446744073709551615})");
  EXPECT_EQ(body.rows(), 1U);
  EXPECT_EQ(body.total, 18446744073709551615ULL);
  EXPECT_FALSE(body.has_snippets);
}

TEST(ResultsBody, RefusesWhatIsNoAnswer) {
  for (const std::string& text :
       {std::string(), std::string("<html>"), std::string("{}"), std::string("[]"),
        std::string(R"({"results":{}})"), std::string(R"({"results":[)"),
        std::string(R"({"results":[]} x)"), std::string("{\"results\":[\"\xFF\"]}"),
        "{\"results\":" + std::string(100, '[') + std::string(100, ']') + "}"}) {
    try {
      read_results_body(text);
      ADD_FAILURE() << "accepted " << text;
    } catch (const ingest::sdk::Error& e) {
      EXPECT_EQ(e.code(), INGEST_E_BAD_DATA);
    }
  }
}

TEST(ResultsBody, DropsSnippets) {
  const std::string cleaned = without_snippets(
      R"({"results":[{"type":"sscs","data":{"snippet":"key=hush","line":3}},{"type":"sca"},7],)"
      R"("totalCount":3})");
  EXPECT_EQ(cleaned.find("hush"), std::string::npos);
  EXPECT_NE(cleaned.find("\"line\":3"), std::string::npos);
  EXPECT_EQ(read_results_body(cleaned).rows(), 3U);
}

}  // namespace
}  // namespace checkmarx::sca

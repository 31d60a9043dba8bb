#include "checkmarx-sca/results_body.hpp"

#include <gtest/gtest.h>

#include <set>

#include "ingest/sdk/connector.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using ingest::test::sample;

TEST(ResultsBody, CountsTheSamples) {
  const std::string text = sample("results-200-mixed-single-page.json");
  const ResultsBody mixed(text);
  const auto all = mixed.row_keys();
  EXPECT_EQ(mixed.rows(), 10U);
  EXPECT_EQ(mixed.total(), 10U);
  EXPECT_EQ(std::set<uint64_t>(all.begin(), all.end()).size(), 10U);
  std::vector<uint64_t> keys;
  for (const char* page : {"results-200-limit4-offset0.json", "results-200-limit4-offset1.json",
                           "results-200-limit4-offset2.json"}) {
    const std::string part = sample(page);
    const ResultsBody body(part);
    EXPECT_EQ(body.total(), 10U);
    EXPECT_EQ(body.rows(), body.row_keys().size());
    keys.push_back(body.rows());
  }
  EXPECT_EQ(keys, (std::vector<uint64_t>{4, 4, 2}));
  for (const char* page : {"results-200-limit4-offset3-past-end.json", "results-200-null.json"}) {
    const std::string none = sample(page);
    EXPECT_EQ(ResultsBody(none).rows(), 0U) << page;
  }
}

TEST(ResultsBody, TellsRowsApartByAllTheySay) {
  const auto keys = [](const std::string& rows) {
    const std::string text = "{\"totalCount\":1,\"results\":[" + rows + "]}";
    return ResultsBody(text).row_keys();
  };
  EXPECT_EQ(keys(R"({"a":1})"), keys(R"(  {"a":1}  )")) << "wherever it stands";
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
  const ResultsBody body(
      R"({"x":{"results":[1,2],"totalCount":9},"results":[{"results":[1,2,3],"totalCount":7}],)"
      R"("totalCount":18446744073709551615})");
  EXPECT_EQ(body.rows(), 1U);
  EXPECT_EQ(body.total(), 18446744073709551615ULL);
}

TEST(ResultsBody, RefusesWhatIsNoAnswer) {
  for (const std::string& text :
       {std::string(), std::string("<html>"), std::string("{}"), std::string("[]"),
        std::string(R"({"results":{}})"), std::string(R"({"results":[)"),
        std::string(R"({"results":[]} x)"), std::string(R"({"results":[{"a":1]})"),
        std::string(R"({"results":[{"a":1})"), std::string(R"({"results":[1 {}]})"),
        std::string(R"({"results":7})"), std::string(R"({"results":[[[]]]})"),
        std::string(50'000, '{'), std::string("busy")}) {
    try {
      const ResultsBody body(text);
      ADD_FAILURE() << "accepted " << text;
    } catch (const ingest::sdk::Error& e) {
      EXPECT_EQ(e.code(), INGEST_E_BAD_DATA);
    }
  }
}

// Of such rows the page says how many there are; what is wrong with each is for transform to say.
TEST(ResultsBody, CountsRowsThatAreNoJson) {
  const std::string text =
      "{\"results\":[{\"a\":\"\xFF\"},{\"a\":1,},nonsense,{\"b\":" + std::string(100'000, '[') +
      std::string(100'000, ']') + "},{\"c\":\"]},{\\\"\\\\\"}],\"totalCount\":\"5\"}";
  const ResultsBody body(text);
  EXPECT_EQ(body.rows(), 5U);
  EXPECT_EQ(body.total(), 5U);
  std::string storage;
  EXPECT_EQ(body.text(std::vector<bool>(5, true), storage), text) << "as it came";
}

TEST(ResultsBody, LeavesOutRowsThatAreNotKept) {
  const std::string text = R"({"totalCount":3,"results":[{"a":1.50},"b",{"c":[1]}]})";
  const ResultsBody body(text);
  std::string storage;
  EXPECT_EQ(body.text({true, false, true}, storage),
            R"({"results":[{"a":1.50},{"c":[1]}],"totalCount":3})");
  EXPECT_EQ(body.text({false, false, false}, storage), R"({"results":[],"totalCount":3})");
}

TEST(ResultsBody, DropsSnippets) {
  const std::string text =
      R"({"results":[{"type":"sscs","data":{"snippet":"key=hush","line":3}},{"type":"sca"},7,)"
      R"({"data":{"sn\u0069ppet":"hush"}},{"data":{"snippet":"hush"},},{"x":"\u003c"}],)"
      R"("totalCount":6})";
  const ResultsBody body(text);
  std::string storage;
  const std::string cleaned(body.text(std::vector<bool>(6, true), storage));
  EXPECT_EQ(cleaned.find("hush"), std::string::npos);
  EXPECT_NE(cleaned.find("\"line\":3"), std::string::npos);
  EXPECT_NE(cleaned.find(R"({"x":"\u003c"})"), std::string::npos) << "others as they came";
  EXPECT_EQ(ResultsBody(cleaned).rows(), 6U);
}

}  // namespace
}  // namespace checkmarx::sca

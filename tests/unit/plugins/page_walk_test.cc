// The walk over a page, row by row, finds what read_page_rows finds, and refuses what that refuses.
#include "checkmarx-one/page_walk.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>

#include "checkmarx-one/page_rows.hpp"
#include "ingest/sdk/connector.hpp"

namespace checkmarx::one {
namespace {

// The rows, or what the page was refused with.
struct Seen {
  std::vector<std::string> rows;
  std::string refusal;
};

Seen by_split(const std::string& body) {
  Seen seen;
  try {
    const PageRows page = read_page_rows(body, "rows", "the list");
    seen.rows.assign(page.rows.begin(), page.rows.end());
  } catch (const ingest::sdk::Error& error) {
    seen.refusal = error.what();
  }
  return seen;
}

// As a parser does it: objects are taken in one go, all else is left to the walk.
Seen by_walk(const std::string& body) {
  Seen seen;
  try {
    PageWalk walk(body, "rows", "the list");
    boost::json::stream_parser parser;
    while (walk.next()) {
      const std::string_view rest = walk.rest();
      boost::json::error_code error;
      parser.reset();
      const std::size_t size =
          rest.starts_with('{') ? parser.write_some(rest.data(), rest.size(), error) : 0;
      const bool good = size > 0 && !error && parser.done();
      seen.rows.emplace_back(good ? walk.take(size) : walk.skip());
    }
    EXPECT_FALSE(walk.next());
  } catch (const ingest::sdk::Error& error) {
    seen.refusal = error.what();
  }
  return seen;
}

void expect_same(const std::string& body) {
  const Seen split = by_split(body);
  const Seen walk = by_walk(body);
  EXPECT_EQ(walk.refusal, split.refusal) << body;
  if (split.refusal.empty()) {
    EXPECT_EQ(walk.rows, split.rows) << body;
  }
}

TEST(PageWalk, FindsTheRows) {
  for (const char* body :
       {R"({"rows":[]})", "\xEF\xBB\xBF {\"a\":1, \"rows\" : null }\n",
        R"( {"rows": [ 1 ,"a,]", {"b":[{}],"c":"}\"\\"} ,null,[ ] ] , "z": {} } )",
        R"({"x":{"rows":[1]},"rows":[{"a":1} , {}],"y":["rows",[3]]})",
        "{\"rows\":[{\"a\":\"\xFF\"},nonsense here,{,},{\"b\":01}]}", R"({"rows":[{} ]})"}) {
    EXPECT_EQ(by_walk(body).refusal, "") << body;
    expect_same(body);
  }
  EXPECT_EQ(by_walk(R"({"rows":[{"a":1} , { } ]})").rows,
            (std::vector<std::string>{R"({"a":1})", "{ }"}));
}

TEST(PageWalk, RefusesInTheSameWords) {
  for (const char* body : {"",
                           "<html><title>Log in</title></html>",
                           "[1]",
                           "{",
                           "{}",
                           R"({"rowz":[]})",
                           R"({"rows":{}})",
                           R"({"rows":nul})",
                           R"({"rows":[1,2)",
                           R"({"rows":[{"a":1)",
                           R"({"rows":[{"a":1}})",
                           R"({"rows":["a)",
                           R"({"rows":[1,,2]})",
                           R"({"rows":[{},]})",
                           R"({"rows":[1]}x)",
                           R"({"rows" 1})",
                           "{7:1}",
                           R"({"rows":[1 {}]})",
                           R"({"rows":[{} {}]})",
                           R"({"rows":[{}],})",
                           R"({"rows":[{}]"a":1})",
                           R"({"rows":[nonsense{, 2]})"}) {
    EXPECT_NE(by_walk(body).refusal, "") << body;
    expect_same(body);
  }
}

// One of them would be lost without a word.
TEST(PageWalk, RefusesTwoLists) {
  for (const char* body : {R"({"rows":[{}],"rows":[{}]})", R"({"rows":null,"rows":[{"a":1}]})",
                           R"({"rows":[],"rows":null})"}) {
    EXPECT_EQ(by_walk(body).refusal, "the list: the answer has rows twice; which ones count?");
    expect_same(body);
  }
}

TEST(PageWalk, RandomPages) {
  const std::string base =
      R"({"total":3,"rows":[{"a":"x\"]","b":[1,{}]} , 5,"t", {"c":{"d":null}}],"more":{"e":[]}})";
  constexpr std::string_view kBytes = "{}[]\",:\\ 1an";
  std::mt19937 engine(42);
  const auto below = [&engine](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine);
  };
  int accepted = 0;
  for (int i = 0; i < 30000; ++i) {
    std::string body = base;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(body.size());
      switch (below(3)) {
        case 0:
          body[at] = kBytes[below(kBytes.size())];
          break;
        case 1:
          body.erase(at, 1 + below(4));
          break;
        default:
          body.insert(at, 1, kBytes[below(kBytes.size())]);
      }
    }
    expect_same(body);
    accepted += by_split(body).refusal.empty() ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(accepted, 3000);
}

}  // namespace
}  // namespace checkmarx::one

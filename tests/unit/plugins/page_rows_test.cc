#include "checkmarx-one/page_rows.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "checkmarx-one/json_scanner.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::one {
namespace {

using ingest::sdk::Error;

std::vector<std::string> rows(const std::string& body) {
  const PageRows page = read_page_rows(body, "rows", "the list");
  return {page.rows.begin(), page.rows.end()};
}

std::string refusal(const std::string& body) {
  try {
    read_page_rows(body, "rows", "the list");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), INGEST_E_BAD_DATA);
    return error.what();
  }
  return "accepted";
}

TEST(PageRows, AreTheElementsAsTheyStand) {
  EXPECT_EQ(rows(R"({"rows":[]})"), std::vector<std::string>());
  EXPECT_EQ(rows("\xEF\xBB\xBF {\"a\":1, \"rows\" : null }\n"), std::vector<std::string>());
  EXPECT_EQ(
      rows(R"( {"rows": [ 1 ,"a,]", {"b":[{}],"c":"}\"\\"} ,null,[ ] ] , "z": {} } )"),
      (std::vector<std::string>{"1", R"("a,]")", R"({"b":[{}],"c":"}\"\\"})", "null", "[ ]"}));
  EXPECT_EQ(rows(R"({"x":{"rows":[1]},"rows":[2],"y":["rows",[3]]})"),
            std::vector<std::string>{"2"});
}

TEST(PageRows, DoNotCareWhatIsInARow) {
  EXPECT_EQ(rows("{\"rows\":[{\"a\":\"\xFF\"},nonsense here,{,},{\"b\":01}]}").size(), 4U);
  EXPECT_EQ(rows(std::string("{\"rows\":[{\"a\":\"x\0y\"},2]}", 24)).size(), 2U);
}

TEST(PageRows, OtherMembersAreThere) {
  const PageRows page = read_page_rows(
      R"({"n":12,"s":"13","f":1.5,"x":-1,"e":1e3,"rows":null,"n":14,"l":[1]})", "rows", "");
  EXPECT_EQ(page.number("n"), 14U);
  EXPECT_EQ(page.number("s"), 13U);
  EXPECT_EQ(page.number("e"), 1000U);
  for (const char* none : {"f", "x", "l", "rows", "absent"})
    EXPECT_EQ(page.number(none), std::nullopt) << none;
  EXPECT_EQ(page.member("l"), "[1]");
}

TEST(PageRows, SayWhatCameInstead) {
  EXPECT_EQ(refusal(""), "the list: the answer is empty");
  EXPECT_EQ(refusal("<html><title>Log in</title></html>"),
            "the list: a web page came instead of JSON (Log in)");
  EXPECT_EQ(refusal("Service\tUnavailable\x01"),
            "the list: no JSON came, but 20 bytes that begin with 'Service Unavailable'");
  EXPECT_EQ(refusal("\x8F\x01\xB2\xFF\x10 a \x9C"),
            "the list: no JSON came, but 9 bytes that are no text");
  EXPECT_NE(refusal("[1]").find("another kind"), std::string::npos);
  EXPECT_NE(refusal(R"({"rowz":[]})").find("the answer has no rows"), std::string::npos);
  EXPECT_NE(refusal(R"({"rows":{}})").find("the answer has no rows"), std::string::npos);
  for (const char* broken :
       {"{", R"({"rows":[1,2)", R"({"rows":[{"a":1)", R"({"rows":["a)", R"({"rows":[1,,2]})",
        R"({"rows":[1]}x)", R"({"rows" 1})", "{7:1}", R"({"rows":[1 {}]})"})
    EXPECT_NE(refusal(broken).find("no whole JSON object"), std::string::npos) << broken;
}

TEST(PageRows, TellNoSecretsOfWhatCame) {
  const std::string token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
  EXPECT_EQ(refusal("token " + token).find(token), std::string::npos);
  EXPECT_EQ(refusal(R"({"password":"hush","rows":[)").find("hush"), std::string::npos);
}

TEST(PageRows, HostileSizesEndSoonInAClearError) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_NE(refusal(std::string(20'000'000, '{')).find("no whole JSON"), std::string::npos);
  EXPECT_NE(refusal(R"({"rows":[)" + std::string(10'000'000, '[')), "accepted");
  EXPECT_NE(refusal("{\"rows\":[\"" + std::string(20'000'000, '\\')), "accepted");
  std::string quotes = "{\"rows\":[\"";
  for (int i = 0; i < 3'000'000; ++i) quotes += "\\\"";
  EXPECT_NE(refusal(quotes), "accepted");
  EXPECT_EQ(
      rows("{\"rows\":[" + std::string(100'000, '[') + std::string(100'000, ']') + "]}").size(),
      1U);
  EXPECT_EQ(rows("{\"rows\":[\"" + std::string(30'000'000, 'x') + "\",1]}").size(), 2U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

// The end of an array or object, byte by byte; 0: there is none.
size_t end_by_bytes(std::string_view text) {
  size_t depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return 0;
}

TEST(JsonScanner, FindsTheEndOfWhatOpens) {
  constexpr std::string_view kBytes = "{}[]\"\"\\\\\\a :,";
  std::mt19937 engine(11);
  const auto below = [&engine](size_t n) {
    return std::uniform_int_distribution<size_t>(0, n - 1)(engine);
  };
  int found = 0;
  for (int i = 0; i < 60000; ++i) {
    std::string text = i % 2 == 0 ? "{" : "[";
    // Long stretches of one byte, so that blocks end everywhere in them.
    while (text.size() < 1 + below(400))
      text.append(1 + below(below(8) == 0 ? 130 : 3), kBytes[below(kBytes.size())]);
    JsonScanner scanner(text);
    const size_t expected = end_by_bytes(text);
    ASSERT_EQ(scanner.skip_value() ? scanner.at() : 0, expected) << text;
    const size_t quickly = size_in_brackets(text);
    EXPECT_TRUE(quickly == 0 || quickly == expected) << text;
    found += quickly != 0 ? 1 : 0;
  }
  EXPECT_GT(found, 5000);
  EXPECT_EQ(size_in_brackets(R"({"a":"\\","b":[{"c":"]\""}]} x)"), 28U);
}

TEST(PageRows, MakeAPageOfSome) {
  EXPECT_EQ(page_of_rows("rows", {}), R"({"rows":[]})");
  EXPECT_EQ(page_of_rows("rows", {"1", "{}"}, "total", 5), R"({"rows":[1,{}],"total":5})");
  EXPECT_EQ(text_key("{}"), text_key("{}"));
  EXPECT_NE(text_key("{}"), text_key("{ }"));
}

TEST(RowParser, ReadsOneAfterTheOther) {
  RowParser parser;
  for (int i = 0; i < 1000; ++i) {
    const std::string name(static_cast<size_t>(i) * 10, 'x');
    boost::json::object* row =
        parser.parse("{\"n\":" + std::to_string(i) + ",\"s\":\"" + name + "\"}");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(ingest::sdk::json::uint_at(*row, "n"), static_cast<uint64_t>(i));
    EXPECT_EQ(ingest::sdk::json::string_at(*row, "s"), name);
    EXPECT_EQ(parser.parse("{\"a\":[1,{\"b\":\"" + name), nullptr) << "and a broken one between";
  }
}

TEST(RowParser, SaysWhatIsWrong) {
  RowParser parser;
  const auto fault = [&parser](const std::string& text) {
    return parser.parse(text) == nullptr ? parser.reason() : std::string("none");
  };
  EXPECT_EQ(fault(R"({"a":"\\u0000 is no character"})"), "none");
  EXPECT_EQ(fault(R"({"a":"\u0001 is one that texts may hold"})"), "none");
  for (const char* nul : {R"({"a":"\u0000"})", R"({"a":[{"b":"x\u0000"}]})", R"({"a\u0000":1})"})
    EXPECT_EQ(fault(nul), "the row holds a NUL character") << nul;
  EXPECT_EQ(fault("5"), "the row is not an object");
  EXPECT_EQ(fault("null"), "the row is not an object");
  EXPECT_EQ(fault(R"({"a":[1,{"b":1e999}]})"), "the row holds a number that is out of range");
  for (const std::string& bad :
       {std::string(), std::string("{"), std::string("{\"a\":\"\xFF\"}"),
        std::string("{\"a\":\"\\ud800\"}"), std::string("{\"a\":\"\xED\xA0\x80\"}"),
        std::string("{\"a\":\"x\0\"}", 9), std::string("nonsense"),
        std::string("{\"a\":1e99999999999}"), std::string("{} {}"),
        "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"})
    EXPECT_EQ(fault(bad).rfind("the row is not JSON: ", 0), 0U) << bad.substr(0, 40);
}

TEST(RowParser, WithheldRowsSayWhy) {
  EXPECT_EQ(boost::json::serialize(withheld_row("bad")), R"({"$withheld":"bad"})");
  EXPECT_EQ(withheld_reason("bad"), "bad; its text is withheld, it may hold secrets");
  EXPECT_EQ(withheld_reason(""), "");
}

}  // namespace
}  // namespace checkmarx::one

#include "http/answer.hpp"

#include <gtest/gtest.h>

namespace ingest::host::http {
namespace {

Answer with_headers(std::initializer_list<std::string_view> lines, uint64_t max_body = 100) {
  Answer answer;
  answer.begin(max_body);
  for (const auto line : lines) EXPECT_TRUE(answer.add_header_line(line));
  return answer;
}

TEST(Answer, LowersNamesAndKeepsTheLastAnswer) {
  const Answer answer =
      with_headers({"HTTP/1.1 103 Early\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 200 OK\r\n",
                    "Content-TYPE:  Text/Plain \r\n", "no colon\r\n", ": nameless\r\n", "\r\n"});
  EXPECT_EQ(answer.headers(), "content-type: Text/Plain\n");
}

TEST(Answer, JoinsFoldedLinesAndCleansControls) {
  const Answer answer =
      with_headers({"HTTP/1.1 200 OK\r\n", "A: b\r\n", "  c\r\n", "D: e\x01 f\r\n"});
  EXPECT_EQ(answer.headers(), "a: b c\nd: e  f\n");
}

TEST(Answer, FindsTheFirstOfAHeader) {
  const std::string lines = "ab: 1\na: 2\na: 3\nc:\n";
  EXPECT_EQ(find_header(lines, "a"), "2");
  EXPECT_EQ(find_header(lines, "c"), "");
  EXPECT_EQ(find_header(lines, "b"), "");
}

TEST(Answer, BoundsHeadersOverAllInterimAnswers) {
  Answer answer;
  answer.begin(1);
  const std::string line = "X: " + std::string(1000, 'x') + "\r\n";
  bool fits = true;
  int lines = 0;
  for (; fits && lines < 1000; ++lines) {
    fits = answer.add_header_line("HTTP/1.1 100 Continue\r\n") && answer.add_header_line(line);
  }
  EXPECT_FALSE(fits);
  EXPECT_LT(lines, 300);
  EXPECT_NE(answer.too_large().find("262144"), std::string::npos);
}

TEST(Answer, BoundsTheBodyToTheByte) {
  Answer answer = with_headers({"HTTP/1.1 200 OK\r\n"}, 10);
  EXPECT_TRUE(answer.add_body("12345"));
  EXPECT_TRUE(answer.add_body("67890"));
  EXPECT_FALSE(answer.add_body("x"));
  EXPECT_NE(answer.too_large().find("limit of 10"), std::string::npos) << answer.too_large();
}

TEST(Answer, RefusesAnAnnouncedExcessAtOnce) {
  Answer answer = with_headers({"HTTP/1.1 200 OK\r\n", "Content-Length: 11\r\n"}, 10);
  EXPECT_FALSE(answer.add_body("x"));
  Answer encoded = with_headers(
      {"HTTP/1.1 200 OK\r\n", "Content-Length: 11\r\n", "Content-Encoding: gzip\r\n"}, 10);
  EXPECT_TRUE(encoded.add_body("x"));
}

TEST(Answer, AnAbsurdLengthReservesNothingBeyondTheBound) {
  Answer answer = with_headers({"HTTP/1.1 200 OK\r\n", "Content-Length: 99999999999999999\r\n",
                                "Content-Encoding: gzip\r\n"},
                               1000);
  EXPECT_TRUE(answer.add_body("x"));
  EXPECT_LT(answer.body().capacity(), 3000u);
}

}  // namespace
}  // namespace ingest::host::http

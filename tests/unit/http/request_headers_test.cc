#include "http/request_headers.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ingest::host::http {
namespace {

std::set<std::string> sent(const RequestHeaders& headers) {
  std::set<std::string> lines;
  for (const curl_slist* line = headers.list.get(); line != nullptr; line = line->next) {
    lines.insert(line->data);
  }
  return lines;
}

TEST(RequestHeaders, PassesLinesOn) {
  const auto headers = make_request_headers("Accept: application/json\nX-Empty:\nX-B:  b \n");
  EXPECT_EQ(headers.refusal, "");
  const auto lines = sent(headers);
  EXPECT_TRUE(lines.contains("Accept: application/json"));
  EXPECT_TRUE(lines.contains("X-Empty;"));
  EXPECT_TRUE(lines.contains("X-B: b"));
}

TEST(RequestHeaders, RefusesInjectionWithoutShowingTheValue) {
  using namespace std::string_literals;
  for (const std::string& lines :
       {"Authorization: hunter2\r\nX: y\n"s, "Authorization: hunter2\r\n"s,
        "Authorization: hunter2\0x\n"s, "Authorization: hunter2\x7f\n"s, "A B: hunter2\n"s,
        ": hunter2\n"s, "hunter2\n"s, " folded: hunter2\n"s, "A\0B: hunter2\n"s}) {
    const auto headers = make_request_headers(lines);
    EXPECT_NE(headers.refusal, "") << lines;
    EXPECT_EQ(headers.refusal.find("hunter2"), std::string::npos) << headers.refusal;
  }
}

TEST(RequestHeaders, RefusesWhatTheHostSets) {
  for (const char* name : {"Host", "content-length", "Transfer-Encoding", "Connection",
                           "User-Agent", "Accept-Encoding", "Proxy-Authorization", "Expect"}) {
    EXPECT_NE(make_request_headers(std::string(name) + ": x\n").refusal, "") << name;
  }
}

TEST(RequestHeaders, BoundsTheirSize) {
  EXPECT_EQ(make_request_headers("A: " + std::string(200000, 'x') + "\n").refusal, "");
  EXPECT_NE(make_request_headers("A: " + std::string(300000, 'x') + "\n").refusal, "");
}

TEST(RequestHeaders, AddsACorrelationIdUnlessGiven) {
  const auto own = make_request_headers("");
  EXPECT_EQ(own.correlation_id.size(), 36u);
  EXPECT_TRUE(sent(own).contains("CorrelationId: " + own.correlation_id));
  EXPECT_NE(own.correlation_id, make_request_headers("").correlation_id);
  const auto given = make_request_headers("correlationid: mine\n");
  EXPECT_EQ(given.correlation_id, "");
  EXPECT_TRUE(sent(given).contains("correlationid: mine"));
}

TEST(RandomUuid, IsVersion4) {
  const std::string id = random_uuid();
  EXPECT_EQ(id[14], '4');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
}

}  // namespace
}  // namespace ingest::host::http

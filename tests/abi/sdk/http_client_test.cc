// http_client_test.cc - the SDK's HTTP client over a host that answers from a function, and over
// one that misbehaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ingest/sdk/http.hpp>
#include <string>

#include "canned_http.hpp"
#include "recording_host.hpp"

namespace {

namespace sdk = ingest::sdk;
using testing::HasSubstr;
using testing::Not;

class Http : public testing::Test {
 protected:
  Http() { host_.offer(INGEST_EXT_HTTP, canned_.table()); }
  sdk::HttpResponse get(const std::string& url) {
    sdk::HttpRequest request;
    request.url = url;
    return client().perform(call_, request);
  }
  sdk::HttpClient client() { return sdk::HttpClient(sdk::Host(host_.table())); }
  ingest_status status_of_get() {
    try {
      get("https://a/");
    } catch (const sdk::Error& error) {
      error_ = error;
      return error.code();
    }
    return INGEST_OK;
  }

  abitest::RecordingHost host_;
  abitest::RecordingCall recording_call_;
  sdk::Call call_{recording_call_.table()};
  abitest::CannedHttp canned_{[](const abitest::CannedRequest& request) {
    abitest::CannedAnswer answer;
    answer.body = "answer to " + request.url;
    answer.headers = "content-type: text/plain\nx-one:  1\n";
    return answer;
  }};
  sdk::Error error_{INGEST_OK, ""};
};

TEST_F(Http, PerformGivesTheAnswerAndItsHeaders) {
  const sdk::HttpResponse response = get("https://a/");
  EXPECT_TRUE(response.arrived());
  EXPECT_EQ(response.body(), "answer to https://a/");
  EXPECT_EQ(response.header("x-one"), "1");
  EXPECT_EQ(response.header("x-on"), "");
}

TEST_F(Http, EveryResponseIsGivenBackOnce) {
  {
    sdk::HttpResponse one = get("https://a/");
    sdk::HttpResponse two = get("https://b/");
    EXPECT_EQ(canned_.unreleased(), 2);
    one = std::move(two);
    sdk::HttpResponse three(std::move(one));
    EXPECT_EQ(three.body(), "answer to https://b/");
  }
  EXPECT_EQ(canned_.unreleased(), 0);
}

// A request that was given up on must not answer the next one.
TEST_F(Http, PerformAfterAFailedPerformGetsItsOwnAnswer) {
  canned_.next_gives(INGEST_E_CANCELLED, 1);
  EXPECT_EQ(status_of_get(), INGEST_E_CANCELLED);
  EXPECT_EQ(get("https://second/").body(), "answer to https://second/");
  EXPECT_EQ(canned_.unreleased(), 0) << "the stray answer is given back";
}

TEST_F(Http, AHostThatGivesUpIsATimeout) {
  canned_.next_gives(INGEST_E_TIMEOUT, 1);
  EXPECT_EQ(status_of_get(), INGEST_E_TIMEOUT);
}

TEST_F(Http, AnOkWithoutAResponseIsAnError) {
  canned_.next_gives_null();
  EXPECT_EQ(status_of_get(), INGEST_E_INTERNAL);
}

TEST_F(Http, AHostErrorKeepsItsDetails) {
  canned_.next_gives(INGEST_E_RATE_LIMITED, 1);
  EXPECT_EQ(status_of_get(), INGEST_E_RATE_LIMITED);
  EXPECT_STREQ(error_.what(), "the budget is spent");
  EXPECT_EQ(error_.vendor_code(), 429);
  EXPECT_EQ(error_.retry_after_ms(), 2500u);
  canned_.next_gives(INGEST_E_UNAVAILABLE, 1);
  EXPECT_EQ(status_of_get(), INGEST_E_UNAVAILABLE);
  EXPECT_STRNE(error_.what(), "") << "a host that explains nothing still gets a sentence";
}

TEST_F(Http, SubmitAndNextKeepTheAuthorsTag) {
  sdk::HttpRequest request;
  request.url = "https://a/";
  request.tag = 7;
  client().submit(call_, request);
  const auto response = client().next(call_);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->tag(), 7u);
  EXPECT_THROW(client().next(call_), sdk::Error) << "nothing is outstanding";
}

TEST_F(Http, ALineBreakInAHeaderIsRefusedAndNotRepeated) {
  for (const std::string& value :
       {std::string("s3cret\n"), std::string("s3cret\r\nX: y"), std::string("s3cret\0x", 8)}) {
    sdk::HttpRequest request;
    try {
      request.header("Authorization", value);
      ADD_FAILURE() << "accepted";
    } catch (const sdk::Error& error) {
      EXPECT_EQ(error.code(), INGEST_E_CONFIG);
      EXPECT_THAT(error.what(), HasSubstr("Authorization"));
      EXPECT_THAT(error.what(), Not(HasSubstr("s3cret")));
    }
    EXPECT_EQ(request.headers, "");
  }
  sdk::HttpRequest request;
  EXPECT_THROW(request.header("X: y\nZ", "1"), sdk::Error);
  EXPECT_THROW(request.header("", "1"), sdk::Error);
  request.header("Accept", "application/json");
  EXPECT_EQ(request.headers, "Accept: application/json\n");
}

TEST_F(Http, ATableThatEndsEarlyIsNoHttp) {
  canned_.table()->struct_size = offsetof(ingest_http, release);
  EXPECT_THROW(client(), sdk::Error);
}

}  // namespace

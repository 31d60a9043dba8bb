#include "ingest/sdk/oauth.hpp"

#include <gtest/gtest.h>

#include "ingest/sdk/url.hpp"
#include "scripted_host.hpp"

namespace ingest::sdk {
namespace {

using std::chrono::seconds;
using test::Answer;
using test::Order;
using test::Request;
using test::ScriptedHost;

constexpr char kTokenUrl[] = "https://iam.example/token";

class OAuth : public ::testing::Test {
 protected:
  OAuth() : host([this](const Request& r) { return answer(r); }) {}

  TokenEndpoint endpoint() {
    TokenEndpoint endpoint;
    endpoint.url = kTokenUrl;
    endpoint.form = [this] {
      ++forms;
      return FormText().add("grant_type", "refresh_token").add("refresh_token", "s/e+c").text();
    };
    endpoint.refuse = [](const HttpResponse& r) {
      throw Error(INGEST_E_AUTH, "refused " + std::to_string(r.http_status()), r.http_status());
    };
    return endpoint;
  }

  Answer answer(const Request& request) {
    if (request.url == kTokenUrl) {
      if (token_status != 200) return Answer{token_status, R"({"error":"invalid_grant"})"};
      current = "token" + std::to_string(++issued);
      return Answer{200, R"({"access_token":")" + current + R"(")" + extra + "}"};
    }
    ++api_requests;
    const std::string token = request.header("Authorization");
    if (revoke_at != 0 && api_requests == revoke_at) current = "revoked";
    if (revoke_every != 0 && api_requests % revoke_every == 0) current = "revoked";
    if (!refused_alone.empty() && request.url.ends_with(refused_alone)) return Answer{401, ""};
    if (token == "Bearer " + current && !refuse_all) return Answer{200, "fine"};
    return Answer{401, ""};
  }

  // Counts the answers by HTTP status.
  std::map<int, int> run(int number) {
    Exchange exchange(HttpClient(host.host()), host.call());
    AccessTokens tokens(exchange, endpoint(), [this] { return now; });
    AuthorizedExchange authorized(exchange, tokens);
    std::map<int, int> seen;
    for (int i = 0; i < number; ++i) {
      HttpRequest request;
      request.url = "https://api.example/" + std::to_string(i);
      authorized.start(std::move(request), [&](HttpResponse r) {
        ++seen[r.http_status()];
        if (r.http_status() == 401 && first_refusal == 0) first_refusal = api_requests;
        now += step;
      });
    }
    exchange.run();
    return seen;
  }

  ScriptedHost host;
  AccessTokens::Clock::time_point now{};
  seconds step{0};
  std::string extra = R"(,"expires_in":1800)";
  std::string current;
  int token_status = 200;
  int issued = 0;
  int forms = 0;
  int api_requests = 0;
  int revoke_at = 0;
  int revoke_every = 0;
  int first_refusal = 0;      // number of the request whose refusal was final
  std::string refused_alone;  // end of a URL
  bool refuse_all = false;
};

TEST_F(OAuth, OneTokenServesAll) {
  EXPECT_EQ(run(40), (std::map<int, int>{{200, 40}}));
  EXPECT_EQ(issued, 1);
  const Request& token = host.requests.front();
  EXPECT_EQ(token.method, "POST");
  EXPECT_EQ(token.body, "grant_type=refresh_token&refresh_token=s%2Fe%2Bc");
  EXPECT_EQ(token.header("Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_NE(token.flags & INGEST_HTTP_SENSITIVE, 0U);
  EXPECT_EQ(token.header("Authorization"), "");
}

TEST_F(OAuth, RenewsBeforeItExpires) {
  extra = R"(,"expires_in":100)";  // renewed 25 seconds before
  step = seconds(10);
  EXPECT_EQ(run(40), (std::map<int, int>{{200, 40}}));
  // 400 seconds pass, a token serves for 75 and for what is under way then.
  EXPECT_GE(issued, 3);
  EXPECT_LE(issued, 6);
}

TEST_F(OAuth, AssumesALifetimeWhenNoneIsStated) {
  extra = "";
  step = seconds(30);
  EXPECT_EQ(run(40), (std::map<int, int>{{200, 40}}));
  // 1200 seconds pass; 300 are assumed, renewed 60 before.
  EXPECT_GE(issued, 3);
  EXPECT_LE(issued, 5);
}

TEST_F(OAuth, SurvivesTokensOfOneSecond) {
  extra = R"(,"expires_in":1)";
  step = seconds(1);
  EXPECT_EQ(run(10), (std::map<int, int>{{200, 10}}));
}

TEST_F(OAuth, OneRenewalServesAllThatWereRefused) {
  for (const Order order : {Order::kOldestFirst, Order::kNewestFirst, Order::kRandom}) {
    host.order = order;
    issued = 0;
    api_requests = 0;
    revoke_at = 10;
    EXPECT_EQ(run(40), (std::map<int, int>{{200, 40}}));
    EXPECT_EQ(issued, 2);
    EXPECT_GE(api_requests, 41);
    EXPECT_LE(api_requests, 40 + 9) << "those under way are repeated once, no others";
  }
}

TEST_F(OAuth, ASecondRefusalIsFinal) {
  refuse_all = true;
  EXPECT_EQ(run(1), (std::map<int, int>{{401, 1}}));
  EXPECT_EQ(api_requests, 2);
  EXPECT_EQ(issued, 2);
}

TEST_F(OAuth, SurvivesAnyNumberOfRevocationsAsLongAsTokensServe) {
  for (const Order order : {Order::kOldestFirst, Order::kNewestFirst, Order::kRandom}) {
    for (const int every : {5, 10, 17}) {
      host.order = order;
      issued = api_requests = 0;
      revoke_every = every;
      EXPECT_EQ(run(400), (std::map<int, int>{{200, 400}})) << every;
      EXPECT_GE(issued, 400 / every / 9) << "those under way are revoked with it";
      EXPECT_LT(api_requests, 400 * 17);
    }
  }
}

TEST_F(OAuth, ARenewedTokenThatNobodyCouldUseIsFinalForAll) {
  for (const Order order : {Order::kOldestFirst, Order::kNewestFirst, Order::kRandom}) {
    host.order = order;
    refuse_all = true;
    issued = api_requests = 0;
    first_refusal = 0;
    EXPECT_EQ(run(100), (std::map<int, int>{{401, 100}}));
    EXPECT_LE(first_refusal, 17) << "whoever stops there asked for two tokens";
    EXPECT_LE(api_requests, 100 * 17);
  }
}

TEST_F(OAuth, OneThatIsRefusedAloneIsNotRepeatedForEver) {
  refused_alone = "/7";
  EXPECT_EQ(run(400), (std::map<int, int>{{200, 399}, {401, 1}}));
  EXPECT_LE(api_requests, 399 + 17 + 8);
  EXPECT_LE(issued, 18);
}

TEST_F(OAuth, LifetimesOfAnySizeAreBounded) {
  step = seconds(3600);
  for (const char* stated : {"1e300", "-5", "0", "9223372036854775807", "18446744073709551615",
                             "\"soon\"", "null", "[]", "1.5"}) {
    extra = std::string(R"(,"expires_in":)") + stated;
    issued = 0;
    EXPECT_EQ(run(100), (std::map<int, int>{{200, 100}})) << stated;
    EXPECT_GE(issued, 4) << "100 hours pass, no token lives longer than a day: " << stated;
  }
}

TEST_F(OAuth, NeverAsksARefusingEndpointTwice) {
  for (const int status : {400, 401, 403, 404, 500}) {
    token_status = status;
    forms = 0;
    try {
      run(20);
      FAIL() << status;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), INGEST_E_AUTH);
      EXPECT_EQ(e.vendor_code(), status);
    }
    EXPECT_EQ(forms, 1) << status;
  }
}

TEST_F(OAuth, RefusesAnswersWithoutAUsableToken) {
  for (const std::string& body :
       {std::string("{}"), std::string("<html>"), std::string(R"({"access_token":""})"),
        std::string(R"({"access_token":"a b"})"), std::string(R"({"access_token":"a\r\nX: y"})"),
        std::string(R"({"access_token":5})"), std::string("[]")}) {
    ScriptedHost bad([&body](const Request&) { return Answer{200, body}; });
    Exchange exchange(HttpClient(bad.host()), bad.call());
    AccessTokens tokens(exchange, endpoint());
    EXPECT_FALSE(tokens.at_hand());
    try {
      exchange.run();
      ADD_FAILURE() << "accepted " << body;
    } catch (const Error& e) {
      EXPECT_EQ(e.vendor_code(), 200) << "the endpoint's own words, for " << body;
    }
    EXPECT_NE(bad.requests.at(0).flags & INGEST_HTTP_JSON, 0U);
  }
}

}  // namespace
}  // namespace ingest::sdk

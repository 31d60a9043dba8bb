#include "checkmarx-one/token_endpoint.hpp"

#include <gtest/gtest.h>

#include "scripted_host.hpp"

namespace checkmarx::one {
namespace {

using ingest::test::sample;

Connection key_connection() {
  return parse_connection(
      {{"region", "deu"}, {"tenant", "acme-nfr"}, {"api_key", sample("api-key.jwt.txt")}}, 0);
}

struct Refusal {
  int http_status;
  const char* sample;
  ingest_status code;
  const char* says;
};

class TokenRefusal : public ::testing::TestWithParam<Refusal> {};

TEST_P(TokenRefusal, SaysWhatToDo) {
  const RequestError e =
      token_refusal(key_connection(), GetParam().http_status, sample(GetParam().sample));
  EXPECT_EQ(e.code(), GetParam().code);
  EXPECT_EQ(e.http_status(), GetParam().http_status);
  EXPECT_NE(e.hint().find(GetParam().says), std::string::npos) << e.hint();
  EXPECT_NE(e.tried().find("deu.iam.checkmarx.net"), std::string::npos) << e.tried();
  EXPECT_LT(std::string(e.what()).size(), size_t{INGEST_ERROR_MESSAGE_MAX});
}

INSTANTIATE_TEST_SUITE_P(
    Samples, TokenRefusal,
    ::testing::Values(
        Refusal{400, "token-400-invalid-grant-not-active.json", INGEST_E_AUTH, "expired"},
        Refusal{400, "token-400-invalid-grant-offline-session.json", INGEST_E_AUTH, "revoked"},
        Refusal{400, "token-400-invalid-grant-invalid-refresh-token.json", INGEST_E_AUTH,
                "another tenant"},
        Refusal{400, "token-400-message-shape.json", INGEST_E_AUTH, "API key"},
        Refusal{401, "token-401-bad-client.json", INGEST_E_AUTH, "API key"},
        Refusal{404, "token-404-realm.json", INGEST_E_AUTH, "no tenant acme-nfr"},
        Refusal{502, "error-gateway-502.html", INGEST_E_UNAVAILABLE, "later"},
        Refusal{302, "error-401-empty-body.txt", INGEST_E_BAD_DATA, "iam_url"},
        Refusal{403, "error-403-empty-body.txt", INGEST_E_AUTH, "refuses this machine"}));

TEST(TokenRefusalText, SpeaksOfTheClientToAClient) {
  const Connection c = parse_connection(
      {{"region", "deu"}, {"tenant", "a"}, {"client_id", "etm"}, {"client_secret", "hush"}}, 0);
  const RequestError e = token_refusal(c, 401, sample("token-401-bad-client.json"));
  EXPECT_NE(e.hint().find("client_secret"), std::string::npos);
  EXPECT_EQ(std::string(e.what()).find("hush"), std::string::npos);
}

TEST(TokenEndpoint, HasAFormForEachKindOfCredential) {
  const Connection key = key_connection();
  const std::string form = token_endpoint(key).form();
  EXPECT_EQ(form.find("grant_type=refresh_token&client_id=ast-app&refresh_token=eyJ"), 0U) << form;
  const Connection client = parse_connection(
      {{"region", "deu"}, {"tenant", "a"}, {"client_id", "e&m"}, {"client_secret", "p+/ w="}}, 0);
  EXPECT_EQ(token_endpoint(client).form(),
            "grant_type=client_credentials&client_id=e%26m&client_secret=p%2B%2F%20w%3D");
}

TEST(ApiErrors, AmountToTheRightStatus) {
  EXPECT_EQ(status_of_http(200), INGEST_OK);
  EXPECT_EQ(status_of_http(204), INGEST_OK);
  EXPECT_EQ(status_of_http(302), INGEST_E_BAD_DATA);
  EXPECT_EQ(status_of_http(400), INGEST_E_BAD_DATA);
  EXPECT_EQ(status_of_http(401), INGEST_E_AUTH);
  EXPECT_EQ(status_of_http(403), INGEST_E_FORBIDDEN);
  EXPECT_EQ(status_of_http(404), INGEST_E_BAD_DATA);
  EXPECT_EQ(status_of_http(413), INGEST_E_TOO_LARGE);
  EXPECT_EQ(status_of_http(429), INGEST_E_RATE_LIMITED);
  EXPECT_EQ(status_of_http(500), INGEST_E_UNAVAILABLE);
  EXPECT_EQ(status_of_http(503), INGEST_E_UNAVAILABLE);
  EXPECT_EQ(status_of_http(504), INGEST_E_TIMEOUT);
}

}  // namespace
}  // namespace checkmarx::one

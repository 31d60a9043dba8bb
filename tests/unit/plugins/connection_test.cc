#include "checkmarx-one/connection.hpp"

#include <gtest/gtest.h>

#include "checkmarx-one/access_claims.hpp"
#include "checkmarx-one/connection_check.hpp"
#include "ingest/sdk/json.hpp"
#include "keys.hpp"
#include "scripted_host.hpp"

namespace checkmarx::one {
namespace {

namespace json = ingest::sdk::json;
using ingest::test::sample;

constexpr int64_t kNow = 1767225600;

Connection parse(const boost::json::object& config) { return parse_connection(config, kNow); }

std::string refusal(const boost::json::object& config) {
  try {
    parse(config);
  } catch (const ingest::sdk::Error& e) {
    EXPECT_EQ(e.code(), INGEST_E_CONFIG);
    return e.what();
  }
  return "accepted";
}

TEST(Connection, TakesAllItCanFromTheSampleKey) {
  const Connection c =
      parse({{"region", "deu"}, {"tenant", "ACME-nfr"}, {"api_key", sample("api-key.jwt.txt")}});
  EXPECT_FALSE(c.problem);
  EXPECT_EQ(c.api.origin(), "https://deu.ast.checkmarx.net");
  EXPECT_EQ(c.iam.origin(), "https://deu.iam.checkmarx.net");
  EXPECT_EQ(c.tenant, "acme-nfr");
  EXPECT_EQ(c.client_id, "ast-app");
  EXPECT_TRUE(c.uses_api_key());
  EXPECT_EQ(c.api_key.back(), 'g') << "the newline of the file belongs to nobody";
  EXPECT_FALSE(c.key_expires);
  EXPECT_EQ(c.token_url(),
            "https://deu.iam.checkmarx.net/auth/realms/acme-nfr/protocol/openid-connect/token");
}

TEST(Connection, TheKeyKnowsIamAndClientBetterThanTheRegion) {
  const Connection c =
      parse({{"region", "acme.cxone.cloud"},
             {"tenant", "acme"},
             {"api_key", api_key({{"iss", "https://eu.iam.checkmarx.net/auth/realms/acme"},
                                  {"azp", "ide-integration"},
                                  {"exp", kNow + 100}})}});
  EXPECT_EQ(c.iam.origin(), "https://eu.iam.checkmarx.net");
  EXPECT_EQ(c.client_id, "ide-integration");
  EXPECT_EQ(c.key_expires, kNow + 100);
  EXPECT_FALSE(c.problem);
}

TEST(Connection, FindsTheRealmInAnAudienceToo) {
  const std::string realm = "https://eu.iam.checkmarx.net/auth/realms/acme";
  for (const boost::json::value& aud :
       {boost::json::value(realm), boost::json::value(boost::json::array{"account", realm})}) {
    const Connection c =
        parse({{"region", "deu"}, {"tenant", "acme"}, {"api_key", api_key({{"aud", aud}})}});
    EXPECT_EQ(c.iam.origin(), "https://eu.iam.checkmarx.net");
  }
}

TEST(Connection, NeverSendsAKeyToAnUnsafePlace) {
  for (const char* iss : {"http://evil.example/auth/realms/acme", "https://u:p@x/auth/realms/acme",
                          "https://x/other/acme", "https://x/auth/realms/", "nonsense"}) {
    const Connection c =
        parse({{"region", "deu"}, {"tenant", "acme"}, {"api_key", api_key({{"iss", iss}})}});
    EXPECT_EQ(c.iam.origin(), "https://deu.iam.checkmarx.net") << iss;
  }
}

TEST(Connection, AnExplicitIamUrlWins) {
  const Connection c = parse({{"region", "deu"},
                              {"tenant", "acme-nfr"},
                              {"iam_url", "https://iam.example.com/whatever"},
                              {"api_key", sample("api-key.jwt.txt")}});
  EXPECT_EQ(c.iam.origin(), "https://iam.example.com");
}

TEST(Connection, AnOAuthClientNeedsTheRegionsIam) {
  const Connection c =
      parse({{"region", "eu"}, {"tenant", "acme"}, {"client_id", "etm"}, {"client_secret", "s"}});
  EXPECT_EQ(c.iam.origin(), "https://eu.iam.checkmarx.net");
  EXPECT_FALSE(c.uses_api_key());
  const Connection single = parse({{"region", "acme.cxone.cloud"},
                                   {"tenant", "acme"},
                                   {"client_id", "etm"},
                                   {"client_secret", "s"}});
  EXPECT_EQ(single.iam.origin(), "https://acme.cxone.cloud") << "it answers for the realm too";
}

TEST(Connection, RefusesWhatIsMissing) {
  EXPECT_NE(refusal({{"region", "deu"}, {"api_key", "x"}}).find("tenant"), std::string::npos);
  EXPECT_NE(refusal({{"tenant", "a"}, {"api_key", "x"}}).find("region"), std::string::npos);
  EXPECT_NE(refusal({{"region", "deu"}, {"tenant", "a"}}).find("api_key"), std::string::npos);
  EXPECT_NE(refusal({{"region", "deu"}, {"tenant", "a"}, {"client_id", "c"}}).find("client_secret"),
            std::string::npos);
  EXPECT_NE(refusal({{"region", "deu"}, {"tenant", "a"}, {"client_secret", "c"}}).find("client_id"),
            std::string::npos);
  const std::string both =
      refusal({{"region", "deu"}, {"tenant", "a"}, {"api_key", "SECRET1"}, {"client_id", "c"}});
  EXPECT_NE(both.find("both"), std::string::npos);
  EXPECT_EQ(both.find("SECRET1"), std::string::npos);
}

TEST(Connection, SeesAKeyOfAnotherTenant) {
  const Connection c =
      parse({{"region", "deu"}, {"tenant", "acme"}, {"api_key", sample("api-key.jwt.txt")}});
  ASSERT_TRUE(c.problem);
  EXPECT_NE(c.problem->observed.find("acme-nfr"), std::string::npos);
  EXPECT_NE(c.problem->hint.find("config.tenant"), std::string::npos);
  EXPECT_EQ(c.problem->hint.find("Tenant ID"), std::string::npos);
}

TEST(Connection, ATenantIdGetsAHint) {
  const Connection c = parse({{"region", "deu"},
                              {"tenant", "5D0F3C1E-7b52-4f0a-9b6e-2f7f1f6c9a01"},
                              {"api_key", sample("api-key.jwt.txt")}});
  ASSERT_TRUE(c.problem);
  EXPECT_NE(c.problem->hint.find("Tenant ID"), std::string::npos);
}

TEST(Connection, SeesAKeyThatIsNone) {
  for (const char* key : {"b0c9a3f2-secret", "eyJhbGciOiJ", "a.b.c"}) {
    const Connection c = parse({{"region", "deu"}, {"tenant", "acme"}, {"api_key", key}});
    ASSERT_TRUE(c.problem) << key;
    EXPECT_NE(c.problem->hint.find("client_secret"), std::string::npos);
    EXPECT_EQ((c.problem->observed + c.problem->hint).find(key), std::string::npos);
  }
}

TEST(Connection, SeesAnExpiredKey) {
  const Connection c =
      parse({{"region", "deu"}, {"tenant", "acme"}, {"api_key", api_key({{"exp", kNow - 86400}})}});
  ASSERT_TRUE(c.problem);
  EXPECT_EQ(c.problem->observed, "the API key expired on 2025-12-31");
}

TEST(AccessClaims, ReadTheSample) {
  const boost::json::object answer =
      json::parse_object(sample("token-200-refresh-grant.json"), "token");
  const AccessClaims claims = access_claims(json::string_at(answer, "access_token"));
  EXPECT_TRUE(claims.readable);
  EXPECT_TRUE(claims.states_roles);
  EXPECT_EQ(claims.roles.size(), 6U);
  EXPECT_EQ(claims.tenant, "acme-nfr");
  EXPECT_EQ(claims.base_url, "https://deu.ast.checkmarx.net");
  EXPECT_EQ(claims.dast_enabled, true);
  EXPECT_TRUE(claims.grants("anything")) << "ast-viewer";
  EXPECT_FALSE(access_claims("opaque").readable);
}

}  // namespace
}  // namespace checkmarx::one

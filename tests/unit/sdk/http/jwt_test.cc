#include "ingest/sdk/jwt.hpp"

#include <gtest/gtest.h>

#include "ingest/sdk/json.hpp"
#include "scripted_host.hpp"

namespace ingest::sdk {
namespace {

std::string base64url(const std::string& text) {
  static const char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 6) {
      count -= 6;
      out.push_back(kDigits[(bits >> count) & 63U]);
    }
  }
  if (count > 0) out.push_back(kDigits[(bits << (6U - count)) & 63U]);
  return out;
}

std::string token(const std::string& claims) {
  return "eyJhbGciOiJub25lIn0." + base64url(claims) + ".c2ln";
}

TEST(Jwt, ReadsTheSampleKey) {
  std::string key = test::sample("api-key.jwt.txt");
  while (!key.empty() && key.back() == '\n') key.pop_back();
  const auto claims = jwt_claims(key);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claim_text(*claims, "azp"), "ast-app");
  EXPECT_EQ(claim_text(*claims, "iss"), "https://deu.iam.checkmarx.net/auth/realms/acme-nfr");
  EXPECT_EQ(*claims, json::parse_object(test::sample("api-key-claims.json"), "claims"));
  EXPECT_FALSE(claim_time(*claims, "exp"));
}

TEST(Jwt, ReadsTimes) {
  const auto claims = jwt_claims(token(R"({"exp":1767227400,"nul":0,"neg":-4,"text":"x"})"));
  ASSERT_TRUE(claims);
  EXPECT_EQ(claim_time(*claims, "exp"), 1767227400);
  EXPECT_FALSE(claim_time(*claims, "nul"));
  EXPECT_FALSE(claim_time(*claims, "neg"));
  EXPECT_FALSE(claim_time(*claims, "text"));
}

TEST(Jwt, RefusesHostileInput) {
  for (const std::string& text :
       {std::string(), std::string("abc"), std::string("a.b"), std::string(".."),
        std::string("a.!!!.c"), std::string("a.e30.c.d"), std::string("a.e30.c d"), token("[1,2]"),
        token("{\"a\":"), token("\"text\""), token("{\"a\":\"\xFF\xFE\"}"), std::string("a.A.c")})
    EXPECT_FALSE(jwt_claims(text)) << text;
  EXPECT_FALSE(jwt_claims(token("{\"a\":" + std::string(500, '[') + std::string(500, ']') + "}")))
      << "too deep";
  EXPECT_FALSE(jwt_claims(token("{\"a\":\"" + std::string(70000, 'x') + "\"}"))) << "too large";
  EXPECT_TRUE(jwt_claims("a.e30.c")) << "the smallest one";
  EXPECT_TRUE(jwt_claims("a.e30.")) << "without a signature";
}

TEST(Jwt, EveryCutOfATokenIsHarmless) {
  const std::string whole = token(R"({"iss":"https://x/auth/realms/y","aud":["a"]})");
  for (size_t n = 0; n < whole.size(); ++n) (void)jwt_claims(whole.substr(0, n));
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string mangled = whole;
    mangled[i] = static_cast<char>(mangled[i] ^ 0x55);
    (void)jwt_claims(mangled);
  }
}

TEST(WithoutTokens, RemovesThemWhereverTheyStand) {
  const std::string jwt = token(R"({"sub":"someone"})");
  EXPECT_EQ(without_tokens("Bearer " + jwt + "."), "Bearer [token removed].");
  EXPECT_EQ(without_tokens("a=" + jwt + "&b=" + jwt), "a=[token removed]&b=[token removed]");
  EXPECT_EQ(without_tokens(jwt.substr(0, 30)), "[token removed]") << "cut in the middle";
  EXPECT_EQ(without_tokens("eyJ is how they begin"), "eyJ is how they begin");
  EXPECT_EQ(without_tokens(""), "");
}

}  // namespace
}  // namespace ingest::sdk

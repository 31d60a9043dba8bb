#include "connection/credential_expiry.hpp"

#include <gmock/gmock.h>

#include "connection/time_text.hpp"

namespace ingest::host {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_seconds;

std::string base64url(const std::string& text) {
  static const char* const kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += kDigits[(bits >> (count - 6)) & 63U];
  }
  if (count > 0) out += kDigits[(bits << (6 - count)) & 63U];
  return out;
}

std::string token(const std::string& claims, const std::string& header = R"({"alg":"HS256"})") {
  return base64url(header) + "." + base64url(claims) + ".c2lnbmF0dXJl";
}

std::optional<seconds> expiry(const std::string& secret) {
  const auto at = credential_expiry(secret);
  if (!at) return std::nullopt;
  return at->time_since_epoch();
}

TEST(CredentialExpiry, IsTheExpOfAToken) {
  EXPECT_EQ(expiry(token(R"({"exp":1800000000})")), seconds(1800000000));
  EXPECT_EQ(expiry(token(R"({"iat":1,"exp":1800000000.9,"aud":["a"]})")), seconds(1800000000));
  EXPECT_EQ(expiry(token(R"({"exp":253402300799})")), seconds(253402300799));
  EXPECT_EQ(expiry(token(R"({"exp":1.8e9})")), seconds(1800000000));
  EXPECT_EQ(expiry(base64url(R"({"alg":"none"})") + "." + base64url(R"({"exp":5})") + "."),
            seconds(5));
}

TEST(CredentialExpiry, OtherSecretsHaveNone) {
  for (const std::string& secret : {std::string(),
                                    std::string("swordfish"),
                                    std::string("a.b"),
                                    std::string("a.b.c"),
                                    std::string("..."),
                                    std::string(".."),
                                    std::string("a.b.c.d"),
                                    token(R"({"exp":1800000000})") + ".more",
                                    token("{}"),
                                    token(""),
                                    token("[]"),
                                    token("null"),
                                    token(R"({"exp":"1800000000"})"),
                                    token(R"({"exp":null})"),
                                    token(R"({"exp":0})"),
                                    token(R"({"exp":-5})"),
                                    token(R"({"exp":253402300800})"),
                                    token(R"({"exp":1e300})"),
                                    token(R"({"exp":18446744073709551615})"),
                                    token(R"({"exp":1800000000)"),
                                    token(R"({"exp":1800000000}x)"),
                                    token(R"({"exp":1800000000})", "{}"),
                                    token(R"({"exp":1800000000})", "x"),
                                    token(R"({"other":{"exp":1800000000}})"),
                                    std::string(100, '.'),
                                    "\xFF" + token(R"({"exp":1800000000})")})
    EXPECT_FALSE(credential_expiry(secret)) << secret;
}

TEST(CredentialExpiry, IsBounded) {
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  EXPECT_FALSE(credential_expiry(token(R"({"a":)" + deep + R"(,"exp":1800000000})")));
  EXPECT_FALSE(
      credential_expiry(token(R"({"a":")" + std::string(70'000, 'x') + R"(","exp":1800000000})")));
  EXPECT_TRUE(
      credential_expiry(token(R"({"a":")" + std::string(20'000, 'x') + R"(","exp":1800000000})")));
}

TEST(CredentialExpiry, IsNoticedFromFourteenDaysBefore) {
  const sys_seconds at = *parse_moment("2026-12-15T10:00:00Z");
  EXPECT_FALSE(expires_soon(at, at - days(14) - seconds(1)));
  EXPECT_TRUE(expires_soon(at, at - days(14)));
  EXPECT_TRUE(expires_soon(at, at));
  EXPECT_TRUE(expires_soon(at, at + days(400)));
}

TEST(CredentialExpiry, IsSaidInASentence) {
  const sys_seconds at = *parse_moment("2026-12-15T10:00:00Z");
  const auto said = [&](sys_seconds now) { return expiry_sentence("config.api_key", at, now); };
  EXPECT_EQ(said(at - days(9) - hours(3)),
            "config.api_key expires in 9 days, on 2026-12-15T10:00:00Z");
  EXPECT_EQ(said(at - hours(30)), "config.api_key expires in 30 hours, on 2026-12-15T10:00:00Z");
  EXPECT_EQ(said(at - seconds(60)), "config.api_key expires in 1 minute, on 2026-12-15T10:00:00Z");
  EXPECT_EQ(said(at), "config.api_key expired 0 minutes ago, on 2026-12-15T10:00:00Z");
  EXPECT_EQ(said(at + days(2)), "config.api_key expired 2 days ago, on 2026-12-15T10:00:00Z");
  EXPECT_EQ(expiry_hint("acme-sca", "api_key"),
            "make a new one at the source, then: ingest connections edit acme-sca --secret-file "
            "api_key=PATH");
}

}  // namespace
}  // namespace ingest::host

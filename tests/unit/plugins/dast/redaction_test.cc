#include "checkmarx-dast/redaction.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "checkmarx-dast/secret_spans.hpp"

namespace checkmarx::dast {
namespace {

std::string redacted(std::string_view text) { return Redaction().apply(text, 8192); }

struct Case {
  const char* before;
  const char* after;
};

class Redacted : public ::testing::TestWithParam<Case> {};

TEST_P(Redacted, HoldsNoCredential) { EXPECT_EQ(redacted(GetParam().before), GetParam().after); }

INSTANTIATE_TEST_SUITE_P(
    Headers, Redacted,
    ::testing::Values(
        Case{"Cookie: a=1; b=2\r\nHost: h", "Cookie: [redacted]\r\nHost: h"},
        Case{"set-cookie: S=1; Path=/\nHost: h", "set-cookie: [redacted]\nHost: h"},
        Case{"Authorization: Basic dXNlcjpwYXNz\r\n", "Authorization: [redacted]\r\n"},
        Case{"Proxy-Authorization:Digest u=\"x\", r=\"y\"\r\nX: 1",
             "Proxy-Authorization:[redacted]\r\nX: 1"},
        Case{"X-Api-Key: abc\r\nX-Auth-Token: def\r\nX-CSRF-Token: ghi",
             "X-Api-Key: [redacted]\r\nX-Auth-Token: [redacted]\r\nX-CSRF-Token: [redacted]"},
        Case{"Authorization: Bearer a\r\n folded b\r\nHost: h",
             "Authorization: [redacted]\r\nHost: h"},
        Case{"curl -H 'Authorization: Bearer abcdefgh'", "curl -H 'Authorization: [redacted]"},
        Case{"sent Bearer abcdefgh there", "sent Bearer [redacted] there"},
        Case{"X-Amz-Security-Token: t\r\nAccept: */*",
             "X-Amz-Security-Token: [redacted]\r\nAccept: */*"}));

INSTANTIATE_TEST_SUITE_P(
    Parameters, Redacted,
    ::testing::Values(
        Case{"user=qa&password=hush&x=1", "user=qa&password=[redacted]&x=1"},
        Case{"GET /a?access_token=abc&q=1 HTTP/1.1", "GET /a?access_token=[redacted]&q=1 HTTP/1.1"},
        Case{"/login;jsessionid=0123ABC HTTP/1.1", "/login;jsessionid=[redacted] HTTP/1.1"},
        Case{"user[password]=hush&b=1", "user[password]=[redacted]&b=1"},
        Case{"a%3D1%26password%3Dhush%26b%3D2", "a%3D1%26password%3D[redacted]%26b%3D2"},
        Case{"https://me:hush@host/path", "https://[redacted]@host/path"},
        Case{"q=password", "q=password"}, Case{"PHPSESSID=1234", "PHPSESSID=[redacted]"}));

INSTANTIATE_TEST_SUITE_P(
    Bodies, Redacted,
    ::testing::Values(
        Case{R"({"user":"qa","password":"hu\"sh","x":1})",
             R"({"user":"qa","password":"[redacted]","x":1})"},
        Case{R"({"refresh_token" : 123, "x": 1})", R"({"refresh_token" : [redacted] "x": 1})"},
        Case{R"({"tokens":["a","b"],"x":1})", R"({"tokens":[redacted],"x":1})"},
        Case{R"("{\"password\":\"hush\",\"x\":1}")", R"("{\"password\":\"[redacted]",\"x\":1}")"},
        Case{"<user>qa</user><password>hush</password>",
             "<user>qa</user><password>[redacted]</password>"},
        Case{R"(<input type="hidden" name="csrf_token" value="abc"> <b>)",
             R"(<input type="hidden" name="csrf_token" value="[redacted]"> <b>)"},
        Case{R"(<input value='abc' name='password'>)",
             R"(<input value='[redacted]' name='password'>)"},
        Case{R"(<meta name="csrf-token" content="abc" />)",
             R"(<meta name="csrf-token" content="[redacted]" />)"},
        Case{"--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhush\r\n--x--",
             "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[redacted]--x--"},
        Case{"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
             "-----BEGIN RSA [redacted]-----END RSA PRIVATE KEY-----"},
        Case{"x eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln y", "x [token removed] y"},
        Case{"password: hush\nuser: qa", "password: [redacted]\nuser: qa"},
        Case{"password='hush now' x", "password='[redacted]' x"}));

INSTANTIATE_TEST_SUITE_P(
    Harmless, Redacted,
    ::testing::Values(
        Case{"", ""}, Case{"<html><b></html>", "<html><b></html>"},
        Case{"Cookie No HttpOnly Flag", "Cookie No HttpOnly Flag"},
        Case{"The page sets a session without flags.", "The page sets a session without flags."},
        Case{"Content-Type: text/html\r\nHost: h", "Content-Type: text/html\r\nHost: h"},
        Case{"author=me&page=2&code=404", "author=me&page=2&code=404"},
        Case{"basically unaffected", "basically unaffected"},
        Case{"mail me@example.com", "mail me@example.com"}));

TEST(Redaction, RemembersAcrossTexts) {
  Redaction redaction;
  redaction.learn("Cookie: SESSION=abc123def; theme=dark\r\n");
  redaction.learn("HTTP/1.1 200 OK\r\nSet-Cookie: ID=zyx987wvu; Path=/account; Secure\r\n");
  redaction.learn("user=qa&password=correct-horse");
  redaction.learn("Authorization: Bearer opaque-value-1\r\n");
  EXPECT_EQ(redaction.apply("<i>abc123def</i> zyx987wvu", 8192), "<i>[redacted]</i> [redacted]");
  EXPECT_EQ(redaction.apply("it was correct-horse opaque-value-1", 8192),
            "it was [redacted] [redacted]");
  EXPECT_EQ(redaction.apply("/account dark", 8192), "/account dark") << "no secrets";
}

TEST(Redaction, CutsBetweenCharacters) {
  EXPECT_EQ(Redaction().apply("\xC3\xBC\xC3\xBC\xC3\xBC", 3), "\xC3\xBC [cut]");
  EXPECT_EQ(Redaction().apply("abc", 3), "abc");
}

TEST(Redaction, NamesOfSecrets) {
  for (const char* name : {"Set-Cookie", "cookie2", "X_API_KEY", "apikey", "accessToken", "pwd",
                           "client_secret", "__RequestVerificationToken", "sid", "otp", "JWT"})
    EXPECT_TRUE(is_secret_name(name)) << name;
  for (const char* name : {"author", "laptop", "description", "q", "Host", "keyboard", "pinned"})
    EXPECT_FALSE(is_secret_name(name)) << name;
}

// Hostile traffic: every byte is looked at a bounded number of times.
TEST(Redaction, HostileTextTakesNoTime) {
  const auto repeat = [](const std::string& part) {
    std::string text;
    while (text.size() < 4'000'000) text += part;
    return text;
  };
  const auto start = std::chrono::steady_clock::now();
  for (const char* part :
       {"token: ", "token=", "\"token\":\"", "<input name=token ", "name=\"token\"", "://a@",
        "-----BEGIN ", "token:[", "Bearer ", "password%3D", "<token>", "\"\"\"", "a", "token"}) {
    const std::string text = repeat(part);
    Redaction redaction;
    redaction.learn(text);
    EXPECT_LE(redaction.apply(text, 8192).size(), 8192U + 6U) << part;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

}  // namespace
}  // namespace checkmarx::dast

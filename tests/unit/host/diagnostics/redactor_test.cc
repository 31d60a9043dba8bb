#include "diagnostics/redactor.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

TEST(Redactor, KnownSecretsInEveryForm) {
  Redactor r;
  r.add("pa ss/w\"rd");
  EXPECT_EQ(r.apply("a pa ss/w\"rd b"), "a [redacted] b");
  EXPECT_EQ(r.apply("form key=pa%20ss%2Fw%22rd&x=1"), "form key=[redacted]&x=1");
  EXPECT_EQ(r.apply(R"({"key":"pa ss/w\"rd"})"), R"({"key":"[redacted]"})");
}

TEST(Redactor, TheLongerOfTwoSecretsGoesWhole) {
  Redactor r;
  r.add("abcd");
  r.add("abcdefgh");
  EXPECT_EQ(r.apply("abcdefgh abcd"), "[redacted] [redacted]");
}

TEST(Redactor, WhatIsTooShortIsNoSecret) {
  Redactor r;
  r.add("ab");
  r.add("");
  EXPECT_EQ(r.apply("abc"), "abc");
}

TEST(Redactor, Tokens) {
  const Redactor r;
  EXPECT_EQ(r.apply("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_9, next"),
            "token [redacted], next");
  EXPECT_EQ(r.apply("key=eyJhbGciOiJIUzI1NiJ9"), "key=[redacted]");
  EXPECT_EQ(r.apply("eyJ is how they start"), "eyJ is how they start");
}

TEST(Redactor, Headers) {
  const Redactor r;
  EXPECT_EQ(r.apply("GET /\nAuthorization: Basic am9lOng=\nHost: a"),
            "GET /\nAuthorization: [redacted]\nHost: a");
  EXPECT_EQ(r.apply("authorization:Digest user=\"x\""), "authorization:[redacted]");
  EXPECT_EQ(r.apply("Set-Cookie: sid=1; Path=/"), "Set-Cookie: [redacted]");
  EXPECT_EQ(r.apply("sent Bearer abcdefghijkl.mn here"), "sent Bearer [redacted] here");
  EXPECT_EQ(r.apply("Authorization Scope Check failed"), "Authorization Scope Check failed");
  EXPECT_EQ(r.apply("a bearer of news"), "a bearer of news");
}

TEST(Redactor, KeptDataLosesSecretsAndWholeTokensOnly) {
  Redactor r;
  r.add("s3cret/key");
  std::string data =
      R"({"a":"s3cret/key","b":"s3cret%2Fkey","c":"\neyJhbGciOi.eyJzdWIiOi.c2ln","d":1})";
  EXPECT_EQ(r.take_out_secrets(data), 3U);
  EXPECT_EQ(data, R"({"a":"[redacted]","b":"[redacted]","c":"\n[redacted]","d":1})");
  const std::string prose =
      "eyJhbGciOiJIUzI1NiJ9 starts a JWT; Authorization: Basic is a header, "
      "bearer authentication too, eyJhbGciOiJI.abc.def is none";
  data = prose;
  EXPECT_EQ(r.take_out_secrets(data), 0U);
  EXPECT_EQ(data, prose);
}

TEST(Redactor, TakesTimeByTheByteHoweverMuchItFinds) {
  std::string data;
  for (int i = 0; i < 1'000'000; ++i) data += "eyJa.eyJa.a1 ";
  EXPECT_EQ(Redactor().take_out_secrets(data), 1'000'000U);
  EXPECT_EQ(data.size(), 11'000'000U);
  std::string none;
  for (int i = 0; i < 2'000'000; ++i) none += "eyJ";
  for (int i = 0; i < 2'000'000; ++i) none += ".eyJ ";
  EXPECT_EQ(Redactor().take_out_secrets(none), 0U);
}

}  // namespace
}  // namespace ingest::host

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

}  // namespace
}  // namespace ingest::host

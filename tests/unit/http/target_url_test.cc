#include "http/target_url.hpp"

#include <gtest/gtest.h>

namespace ingest::host::http {
namespace {

std::string refusal(std::string_view url) {
  std::string why;
  return parse_target(url, why) ? "" : why;
}

TEST(TargetUrl, AcceptsHttpsAnywhereAndHttpOnLoopback) {
  for (const char* url : {"https://deu.ast.checkmarx.net/api?x=1", "http://127.0.0.1:8080/",
                          "http://127.9.9.9/", "http://[::1]:80/", "HTTP://LOCALHOST:1/a"}) {
    EXPECT_EQ(refusal(url), "") << url;
  }
}

TEST(TargetUrl, RefusesPlainHttpElsewhere) {
  for (const char* url :
       {"http://example.com/", "http://10.0.0.1/", "http://128.0.0.1/",
        "http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://[::2]/"}) {
    EXPECT_NE(refusal(url).find("plain http"), std::string::npos) << url << ": " << refusal(url);
  }
}

TEST(TargetUrl, RefusesOtherSchemesAndNonsense) {
  for (const char* url :
       {"ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "/api", "", "127.0.0.1:80",
        "https://", "https://host:99999/", "https://a b/", "https://host/\r\nX: y"}) {
    EXPECT_NE(refusal(url), "") << url;
  }
}

TEST(TargetUrl, RefusesUserInformationWithoutShowingIt) {
  for (const char* url : {"https://user:hunter2@example.com/", "https://hunter2@example.com/",
                          "https://:hunter2@example.com/?q=hunter2"}) {
    EXPECT_NE(refusal(url), "") << url;
    EXPECT_EQ(refusal(url).find("hunter2"), std::string::npos) << refusal(url);
  }
}

TEST(TargetUrl, RefusalsHideTheQuery) {
  EXPECT_EQ(refusal("http://example.com/p?token=hunter2").find("hunter2"), std::string::npos);
}

TEST(TargetUrl, BoundsTheLength) {
  EXPECT_EQ(refusal("https://h/" + std::string(60000, 'a')), "");
  EXPECT_NE(refusal("https://h/" + std::string(70000, 'a')), "");
}

TEST(TargetUrl, SplitsAndNormalises) {
  std::string why;
  const auto url = parse_target("HTTPS://Deu.Ast.Checkmarx.NET/a?b=c#frag", why);
  ASSERT_TRUE(url) << why;
  EXPECT_EQ(url->authority(), "deu.ast.checkmarx.net:443");
  EXPECT_EQ(url->url.find('#'), std::string::npos);
  EXPECT_EQ(url->without_query().find('?'), std::string::npos);
  const auto v6 = parse_target("http://[::1]:81/", why);
  ASSERT_TRUE(v6) << why;
  EXPECT_EQ(v6->authority(), "[::1]:81");
}

TEST(RedirectTarget, StaysWithSchemeHostAndPort) {
  std::string why;
  const auto base = parse_target("https://host.test/a/b?c=d", why);
  ASSERT_TRUE(base);
  const auto to = [&](std::string_view location) {
    const auto next = redirect_target(*base, location);
    return next ? next->url : std::string();
  };
  EXPECT_EQ(to("/x?y=z"), "https://host.test/x?y=z");
  EXPECT_EQ(to("x"), "https://host.test/a/x");
  EXPECT_EQ(to("https://HOST.test:443/x"), "https://host.test:443/x");
  for (const char* location :
       {"http://host.test/x", "https://other.test/x", "https://host.test:444/x", "//other.test/x",
        "https://user@host.test/x", "https://host.test.other.test/", "ftp://host.test/", "",
        "https://host.test@other.test/x", "/x y"}) {
    EXPECT_EQ(to(location), "") << location;
  }
}

}  // namespace
}  // namespace ingest::host::http

#include "ingest/sdk/url.hpp"

#include <gtest/gtest.h>

namespace ingest::sdk {
namespace {

TEST(Url, TakesApart) {
  const auto url = parse_url("HTTPS://Deu.AST.checkmarx.net/api?x=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "deu.ast.checkmarx.net");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->path, "/api?x=1");
  EXPECT_EQ(url->origin(), "https://deu.ast.checkmarx.net");
  EXPECT_EQ(url->authority(), "deu.ast.checkmarx.net:443");
}

TEST(Url, KeepsAnUnusualPort) {
  EXPECT_EQ(parse_url("http://127.0.0.1:8080")->origin(), "http://127.0.0.1:8080");
  EXPECT_EQ(parse_url("https://[::1]:9443/x")->origin(), "https://[::1]:9443");
  EXPECT_EQ(parse_url("https://a.example?q")->path, "/?q");
}

TEST(Url, RefusesWhatIsNotPlain) {
  for (const char* text :
       {"", "deu", "ftp://a.example", "https://", "https:///x", "https://user:pw@a.example",
        "https://a.example#f", "https://a b", "https://a.example:0", "https://a.example:99999",
        "https://a.example:", "https://a.example\\@b.example", "https://a..example", "https://[::1",
        "https://[zz]", "https://a.example\r\nX: y", "https://-a.example"})
    EXPECT_FALSE(parse_url(text)) << text;
  EXPECT_FALSE(parse_url("https://a.example/" + std::string(9000, 'x')));
}

TEST(Url, KnowsLoopback) {
  for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const char* host : {"127.example.com", "127.0.0", "127.0.0.1.example.com", "128.0.0.1",
                           "localhost.example", "", "127."})
    EXPECT_FALSE(is_loopback(host)) << host;
}

TEST(Url, EncodesAllButTheUnreserved) {
  EXPECT_EQ(percent_encode("aZ0-._~"), "aZ0-._~");
  EXPECT_EQ(percent_encode("a b+c/d=e&f\xC3\xBC%"), "a%20b%2Bc%2Fd%3De%26f%C3%BC%25");
  EXPECT_EQ(FormText().add("a", "1&2").add("b", uint64_t{3}).text(), "a=1%262&b=3");
}

}  // namespace
}  // namespace ingest::sdk

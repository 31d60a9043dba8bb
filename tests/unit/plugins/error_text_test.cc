#include "checkmarx-one/error_text.hpp"

#include <gtest/gtest.h>

#include "keys.hpp"
#include "scripted_host.hpp"

namespace checkmarx::one {
namespace {

struct Body {
  const char* sample;
  const char* says;
};

class ErrorText : public ::testing::TestWithParam<Body> {};

TEST_P(ErrorText, IsFoundInEveryShape) {
  EXPECT_EQ(error_text(ingest::test::sample(GetParam().sample)), GetParam().says);
}

INSTANTIATE_TEST_SUITE_P(
    Samples, ErrorText,
    ::testing::Values(
        Body{"error-401-empty-body.txt", ""}, Body{"error-403-empty-body.txt", ""},
        Body{"error-429-empty-body.txt", ""}, Body{"error-ast-400.json", "invalid limit"},
        Body{"error-ast-404.json", "Resource not found"},
        Body{"error-ast-500.json", "internal server error"},
        Body{"error-dast-results-400.json", "invalid scan id"},
        Body{"error-dast-results-500.json", "internal error"},
        Body{"error-dast-scans-401.txt", "Unauthorized"},
        Body{"error-dast-scans-500.txt", "Internal server error"},
        Body{"error-gateway-400-header-too-large.html", "400 Request Header Or Cookie Too Large"},
        Body{"error-gateway-502.html", "502 Bad Gateway"},
        Body{"error-grpc-style.json", "permission denied"},
        Body{"error-results-400.json", "scan-id is not a valid uuid"},
        Body{"token-400-invalid-grant-invalid-refresh-token.json", "Invalid refresh token"},
        Body{"token-400-invalid-grant-not-active.json", "Token is not active"},
        Body{"token-400-invalid-grant-offline-session.json", "Offline user session not found"},
        Body{"token-400-message-shape.json", "Token is a required field"},
        Body{"token-401-bad-client.json", "Invalid client or Invalid client credentials"},
        Body{"token-404-realm.json", "Realm does not exist"}));

TEST(ErrorTextOf, ReadsListsOfErrors) {
  EXPECT_EQ(error_text(R"({"errors":[{"message":"first"},{"message":"second"}]})"), "first");
  EXPECT_EQ(error_text(R"({"errors":["plain"]})"), "plain");
  EXPECT_EQ(error_text(R"("a text alone")"), "a text alone");
}

TEST(ErrorTextOf, FallsBackToTheText) {
  EXPECT_EQ(error_text(R"({"code":7})"), R"({"code":7})");
  EXPECT_EQ(error_text("<p>no <b>title</b></p>"), "no title");
}

TEST(ErrorTextOf, NeverShowsAToken) {
  const std::string key = api_key({{"sub", "me"}});
  const std::string text = error_text(R"({"message":"bad token )" + key + R"("})");
  EXPECT_EQ(text, "bad token [token removed]");
  EXPECT_EQ(error_text("refused " + key), "refused [token removed]");
  EXPECT_EQ(error_text(std::string(190, 'x') + " " + key).find("eyJ"), std::string::npos);
}

TEST(ErrorTextOf, IsOneShortLine) {
  EXPECT_EQ(error_text("a\r\n\tb\x01 c\x7F"), "a b c");
  const std::string text = error_text(std::string(100000, 'x'));
  EXPECT_EQ(text.size(), 203U);
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "\xC3\xBC";
  EXPECT_EQ(error_text("x" + umlauts).size(), 199U + 3U) << "cut between characters";
  EXPECT_EQ(error_text(" \n "), "");
}

TEST(FitForMessage, IsAlwaysUtf8) {
  EXPECT_EQ(fit_for_message("a\xFFz \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\x80"), "a?z é € 🚀");
  EXPECT_EQ(fit_for_message("\xC0\xAF \xED\xA0\x80 \xE0\x80\x80 \xF4\x90\x80\x80 \xF5 \xE2\x82"),
            "?? ??? ??? ???? ? ??");
  EXPECT_EQ(fit_for_message("éé", 3), "é...");
  EXPECT_EQ(fit_for_message(std::string(5000, '\xE2')).size(), 203U);
}

}  // namespace
}  // namespace checkmarx::one

#include "cli/check_lines.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

v1::CheckResult check(v1::CheckOutcome outcome) {
  v1::CheckResult result;
  result.set_id("tls");
  result.set_title("TLS Handshake");
  result.set_outcome(outcome);
  result.set_duration_ms(12);
  result.set_tried("shake hands");
  result.set_observed("Authorization: Bearer abc\nnext");
  result.set_hint("renew it");
  return result;
}

TEST(CheckLines, EachOutcomeHasItsSign) {
  const CheckLines lines(false, 0);
  EXPECT_THAT(lines.text(check(v1::CHECK_OUTCOME_PASSED)), StartsWith("  ✓ TLS Handshake"));
  EXPECT_THAT(lines.text(check(v1::CHECK_OUTCOME_WARNING)), StartsWith("  ! "));
  EXPECT_THAT(lines.text(check(v1::CHECK_OUTCOME_NOT_RUN)), StartsWith("  – "));
  const std::string failed = lines.text(check(v1::CHECK_OUTCOME_FAILED));
  EXPECT_THAT(failed, StartsWith("  ✗ "));
  for (const char* part : {"12 ms", "shake hands", "renew it", "[redacted]"})
    EXPECT_THAT(failed, HasSubstr(part));
  EXPECT_THAT(failed, Not(HasSubstr("\x1b")));
  EXPECT_THAT(failed, Not(HasSubstr("abc")));
  EXPECT_THAT(CheckLines(true, 0).text(check(v1::CHECK_OUTCOME_FAILED)), HasSubstr("\x1b[31m"));
}

TEST(CheckLines, JsonHasAllOfIt) {
  auto result = check(v1::CHECK_OUTCOME_FAILED);
  result.set_failure(v1::CHECK_FAILURE_CREDENTIALS);
  const auto json = check_json(result);
  EXPECT_EQ(json.at("outcome"), "failed");
  EXPECT_EQ(json.at("failure"), "credentials");
  EXPECT_EQ(json.at("duration_ms").as_uint64(), 12U);
  EXPECT_EQ(json.at("observed"), "Authorization: [redacted]\\nnext");
}

}  // namespace
}  // namespace ingest::host

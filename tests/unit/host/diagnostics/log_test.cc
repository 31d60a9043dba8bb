#include "diagnostics/log.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Log, OneRedactedLineAMessage) {
  redactor().add("very-secret-key");
  LogOptions options;
  const std::string line =
      log_line(options, "T", LogLevel::kWarn, "acme\x1b", "sent very-secret-key\nand \x1b[2J");
  EXPECT_EQ(line, "T warn  acme\\x1b: sent [redacted]\\nand \\x1b[2J");
}

TEST(Log, JsonLinesParse) {
  LogOptions options;
  options.format = LogFormat::kJson;
  const std::string message = "quote \" slash \\ end\n\x01 Zürich \xff Authorization: x\"y";
  const auto json =
      boost::json::parse(log_line(options, "T", LogLevel::kError, "acme", message)).as_object();
  EXPECT_EQ(json.at("level"), "error");
  EXPECT_EQ(json.at("source"), "acme");
  EXPECT_EQ(json.at("message"),
            "quote \" slash \\ end\\n\\x01 Zürich \xEF\xBF\xBD Authorization: [redacted]");
}

TEST(Log, ColourOnlyWhenAskedFor) {
  LogOptions options;
  EXPECT_THAT(log_line(options, "T", LogLevel::kError, "", "x"), Not(HasSubstr("\x1b")));
  options.color = true;
  EXPECT_THAT(log_line(options, "T", LogLevel::kError, "", "x"), HasSubstr("\x1b[31merror"));
}

TEST(Log, LevelsDecideWhatIsWritten) {
  LogOptions options;
  options.level = LogLevel::kWarn;
  set_up_log(options);
  EXPECT_FALSE(log_enabled(LogLevel::kInfo));
  EXPECT_TRUE(log_enabled(LogLevel::kWarn));
  ::testing::internal::CaptureStderr();
  log(LogLevel::kInfo, "a", "hidden");
  log(LogLevel::kWarn, "a", "shown %s {}");
  const std::string text = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(text, HasSubstr("warn  a: shown %s {}\n"));
  EXPECT_THAT(text, Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace ingest::host

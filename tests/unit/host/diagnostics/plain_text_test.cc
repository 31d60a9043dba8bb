#include "diagnostics/plain_text.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

TEST(PlainText, ControlCharactersAndBrokenBytesBecomeVisible) {
  EXPECT_EQ(plain_text("a\x1b[31mb\n\tc\r\x7f"), "a\\x1b[31mb\\n\\tc\\r\\x7f");
  EXPECT_EQ(plain_text("\xC2\x9B"
                       "31m"),
            "\\x9b31m")
      << "C1 controls start sequences too";
  EXPECT_EQ(plain_text("\xE2\x80\xAE"
                       "evil"),
            "\\u202eevil")
      << "turns text around";
  EXPECT_EQ(plain_text("\xff\xc3"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(plain_text(std::string("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(plain_text("Zürich 東京 😀"), "Zürich 東京 😀");
  EXPECT_EQ(plain_lines("a\nb\x1b"), "a\nb\\x1b");
}

TEST(PlainText, IsBoundedAtACharactersStart) {
  EXPECT_EQ(plain_text("abcdef", 3), "abc...");
  EXPECT_EQ(plain_text("abc", 3), "abc");
  EXPECT_TRUE(is_utf8(plain_text("ééééé", 3)));
}

TEST(PlainText, Utf8IsCheckedStrictly) {
  for (const char* fine : {"", "a", "é", "東", "😀", "\xF4\x8F\xBF\xBF"}) EXPECT_TRUE(is_utf8(fine));
  for (const char* wrong : {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF8\x88\x80\x80\x80", "\xC3", "\xE6\x9D"})
    EXPECT_FALSE(is_utf8(wrong));
}

TEST(PlainText, WidthIsWhatATerminalShows) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);
  EXPECT_EQ(display_width("東京"), 4U);
  EXPECT_EQ(display_width("😀"), 2U);
  EXPECT_EQ(display_width("✓ ✗ –"), 5U);
}

}  // namespace
}  // namespace ingest::host

#ifndef TESTS_FAKE_CHECKMARX_ONE_NASTY_TEXTS_H_
#define TESTS_FAKE_CHECKMARX_ONE_NASTY_TEXTS_H_

#include <array>
#include <string_view>

namespace fake_cx1 {

// Text that breaks careless escaping, trimming, logging or terminals.
inline constexpr std::array<std::string_view, 12> kNastyTexts = {
    "It\xE2\x80\x99s \xE2\x80\x9Cquoted\xE2\x80\x9D \xE2\x80\x94 dashed",
    "non\xC2\xA0"
    "breaking\xC2\xA0space",
    "<script>alert('x')</script> & <b>bold</b>",
    "\x1B[31mred\x1B[0m\ttab\r\nline",
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E \xD0\xBF\xD1\x80\xD0\xBE\xD0\xB5\xD0\xBA\xD1\x82 "
    "\xF0\x9F\x9A\x80",
    "right-to-left \xE2\x80\xAE override, separator \xE2\x80\xA8, mark \xEF\xBB\xBF",
    "`code` ${env:HOME} {{template}} %s %n $(id)",
    "quote \" backslash \\ slash / comma, semicolon; pipe |",
    "control \x01\x1F\x7F end",
    "=cmd|' /C calc'!A0",
    "# heading\n\n* item\n* item\n",
    "  blanks around  "};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_NASTY_TEXTS_H_

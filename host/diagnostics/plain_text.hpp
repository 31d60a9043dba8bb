// plain_text.hpp - text of unknown origin made fit for a terminal or a log: valid UTF-8, no control
// characters, no invisible direction marks, bounded. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingest::host {

// Control characters become "\n", "\t", "\x1b"; bytes that are no UTF-8 become U+FFFD. What is
// longer than max bytes is cut at a character's start, and "..." shows it.
std::string plain_text(std::string_view text, std::size_t max = 8192);

// As plain_text, but "\n" stays a line's end.
std::string plain_lines(std::string_view text, std::size_t max = 65536);

// One character of UTF-8 at the start of text: its code point and its bytes, or U+FFFD and 1 when
// there is none.
struct Character {
  char32_t code = 0xFFFD;
  std::size_t bytes = 1;
  bool valid = false;
};
Character first_character(std::string_view text) noexcept;

bool is_utf8(std::string_view text) noexcept;

// Columns that a terminal gives to text: two for wide East Asian characters and emoji, none for
// combining marks.
std::size_t display_width(std::string_view text) noexcept;

}  // namespace ingest::host

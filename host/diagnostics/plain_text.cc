// plain_text.cc - see plain_text.hpp.
#include "diagnostics/plain_text.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace ingest::host {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool in(const Range (&ranges)[N], char32_t c) noexcept {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& r) { return c >= r.first && c <= r.last; });
}

// C1 controls, and marks that change how what follows is shown.
constexpr Range kUnsafe[] = {{0x7F, 0x9F},     {0x200B, 0x200F}, {0x2028, 0x202E},
                             {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}};
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                           {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
                           {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                           {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
constexpr Range kCombining[] = {
    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};

void append_escaped(std::string& out, char32_t c) {
  static const char* const kDigits = "0123456789abcdef";
  if (c == '\n') {
    out += "\\n";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c < 0x100) {
    out += {'\\', 'x', kDigits[(c >> 4U) & 15U], kDigits[c & 15U]};
  } else {
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(c >> shift) & 15U];
  }
}

std::string cleaned(std::string_view text, std::size_t max, bool keep_lines) {
  std::string out;
  out.reserve(std::min(text.size(), max));
  while (!text.empty()) {
    if (out.size() >= max) {
      out += "...";
      break;
    }
    const Character c = first_character(text);
    if (!c.valid) {
      out += "\xEF\xBF\xBD";
    } else if (keep_lines && c.code == '\n') {
      out += '\n';
    } else if (c.code < 0x20 || in(kUnsafe, c.code)) {
      append_escaped(out, c.code);
    } else {
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  return out;
}

}  // namespace

Character first_character(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  if (text.empty()) return {};
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  std::size_t size = 0;
  char32_t code = 0;
  if ((lead & 0xE0U) == 0xC0U) {
    size = 2;
    code = lead & 0x1FU;
  } else if ((lead & 0xF0U) == 0xE0U) {
    size = 3;
    code = lead & 0x0FU;
  } else if ((lead & 0xF8U) == 0xF0U) {
    size = 4;
    code = lead & 0x07U;
  } else {
    return {};
  }
  if (text.size() < size) return {};
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, size, true};
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.valid) return false;
    text.remove_prefix(c.bytes);
  }
  return true;
}

std::string plain_text(std::string_view text, std::size_t max) { return cleaned(text, max, false); }

std::string plain_lines(std::string_view text, std::size_t max) { return cleaned(text, max, true); }

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!in(kCombining, c.code)) width += in(kWide, c.code) ? 2U : 1U;
    text.remove_prefix(c.bytes);
  }
  return width;
}

}  // namespace ingest::host

// yaml_scalar.cc - see yaml_scalar.hpp.
#include "connection_files/yaml_scalar.hpp"

#include <algorithm>
#include <array>

namespace ingest::host {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What some reader of YAML takes for something else than text.
bool is_word(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  static constexpr std::array<std::string_view, 10> kWords = {"true", "false", "yes", "no", "on",
                                                              "off",  "null",  "y",   "n",  "nan"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// Numbers in all their notations, sexagesimal ones too: digits, and what stands between them.
bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEFxXoO_.,:+-") == std::string_view::npos &&
         std::any_of(text.begin(), text.end(), is_digit);
}

bool is_bare_character(char c, bool in_list) {
  if (is_letter(c) || is_digit(c)) return true;
  return std::string_view("_-./@+%=~ ").find(c) != std::string_view::npos ||
         (!in_list && std::string_view("${}:").find(c) != std::string_view::npos);
}

bool is_bare(std::string_view text, bool in_list) {
  if (text.empty() || text.back() == ' ' || text.back() == ':') return false;
  const char first = text.front();
  // "./out", but neither ".inf" nor "...".
  if (first == '.' && text.rfind("./", 0) != 0 && text.rfind("../", 0) != 0) return false;
  if (!is_letter(first) && !is_digit(first) && first != '/' && first != '.' &&
      !(first == '$' && !in_list))
    return false;
  return !is_word(text) && !is_number(text) && text.find(": ") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_bare_character(c, in_list); });
}

std::string in_quotes(std::string_view text) {
  static const char* const kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  return is_bare(text, false) ? std::string(text) : in_quotes(text);
}

std::string yaml_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ", ";
    out += is_bare(text, true) ? text : in_quotes(text);
  }
  return out + "]";
}

}  // namespace ingest::host

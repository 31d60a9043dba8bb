#include "http/json_end.hpp"

#include <cstddef>

namespace ingest::host::http {
namespace {

// Behind the quote that closes the string which begins at start; npos: there is none.
size_t end_of_string(std::string_view text, size_t start) {
  size_t quote = start;
  while ((quote = text.find('"', quote)) != std::string_view::npos) {
    size_t backslashes = 0;
    while (quote - backslashes > start && text[quote - backslashes - 1] == '\\') ++backslashes;
    ++quote;
    if (backslashes % 2 == 0) return quote;
  }
  return std::string_view::npos;
}

}  // namespace

bool json_breaks_off(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos || (text[at] != '{' && text[at] != '[')) return false;
  size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at++];
    if (c == '"') {
      at = end_of_string(text, at);
      if (at == std::string_view::npos) return true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return false;
    }
  }
  return true;
}

}  // namespace ingest::host::http

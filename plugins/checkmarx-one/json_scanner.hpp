// json_scanner.hpp - where the values of a JSON text begin and end, without judging what stands in
// them: only strings and brackets are followed, without recursion, so that no depth or wrong byte
// can do harm. Each false means that the text ended, or goes on as no JSON does. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace checkmarx::one {

// How many bytes the array or object has that text begins with; 0: it does not end, or something
// in it leaves that open. Many bytes at a time.
size_t size_in_brackets(std::string_view text) noexcept;

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {}

  size_t at() const noexcept { return at_; }
  static bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

  // What is not read yet, and so many bytes more of it that are.
  std::string_view rest() const noexcept { return text_.substr(at_); }
  void pass(size_t bytes) noexcept { at_ += bytes; }
  std::string_view from(size_t start) const noexcept { return text_.substr(start, at_ - start); }

  void skip_blank() noexcept {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  // Blanks, then this character.
  bool take(char wanted) noexcept {
    skip_blank();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  char peek() noexcept {
    skip_blank();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool at_end() noexcept {
    skip_blank();
    return at_ == text_.size();
  }

  // A text in quotes, the opening one first.
  bool skip_text() noexcept {
    const size_t open = at_++;
    for (;;) {
      const void* quote =
          at_ < text_.size() ? std::memchr(text_.data() + at_, '"', text_.size() - at_) : nullptr;
      if (quote == nullptr) return false;
      const auto found = static_cast<size_t>(static_cast<const char*>(quote) - text_.data());
      size_t first = found;
      while (first > open + 1 && text_[first - 1] == '\\') --first;
      at_ = found + 1;
      if ((found - first) % 2 == 0) return true;
    }
  }

  // Any value; in brackets of either kind up to where as many have closed as opened.
  bool skip_value() noexcept {
    skip_blank();
    if (at_ >= text_.size()) return false;
    if (text_[at_] == '"') return skip_text();
    if (text_[at_] != '{' && text_[at_] != '[') return skip_plain();
    const size_t size = size_in_brackets(rest());
    pass(size);
    return size != 0 || skip_brackets();
  }

 private:
  bool skip_brackets() noexcept {
    size_t depth = 0;
    while (at_ < text_.size()) {
      switch (text_[at_]) {
        case '"':
          if (!skip_text()) return false;
          continue;
        case '{':
        case '[':
          ++depth;
          break;
        case '}':
        case ']':
          if (--depth == 0) {
            ++at_;
            return true;
          }
          break;
        default:
          break;
      }
      ++at_;
    }
    return false;
  }

  // A number, a word, or what stands in their place.
  bool skip_plain() noexcept {
    const size_t start = at_;
    while (at_ < text_.size() && std::strchr(",]}\"", text_[at_]) == nullptr) ++at_;
    size_t end = at_;
    while (end > start && is_blank(text_[end - 1])) --end;
    at_ = end;
    return end > start;
  }

  std::string_view text_;
  size_t at_ = 0;
};

inline std::string_view without_byte_order_mark(std::string_view text) noexcept {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

}  // namespace checkmarx::one

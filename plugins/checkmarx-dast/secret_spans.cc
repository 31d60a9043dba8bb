// secret_spans.cc - one pass over the text's words; what follows a secret's name decides where its
// value ends.
#include "checkmarx-dast/secret_spans.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace checkmarx::dast {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr size_t kLongestTag = 4096;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '-' && c != '_' && c != '.') out.push_back(lower(c));
  }
  return out;
}

bool starts_at(std::string_view text, size_t at, std::string_view what) {
  if (at > text.size() || text.size() - at < what.size()) return false;
  return std::equal(what.begin(), what.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool is_scheme(std::string_view word) {
  static constexpr std::array<std::string_view, 4> kSchemes = {"bearer", "basic", "negotiate",
                                                               "ntlm"};
  return std::any_of(kSchemes.begin(), kSchemes.end(), [word](std::string_view scheme) {
    return word.size() == scheme.size() && starts_at(word, 0, scheme);
  });
}

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::vector<SecretSpan> find() {
    for (size_t at = 0; at < text_.size();) {
      if (!is_word(text_[at])) {
        if (starts_at(text_, at, "://")) userinfo(at + 3);
        ++at;
        continue;
      }
      size_t end = at;
      while (end < text_.size() && is_word(text_[end])) ++end;
      word(at, end);
      at = std::max(end, covered_);
    }
    std::sort(spans_.begin(), spans_.end(),
              [](const SecretSpan& a, const SecretSpan& b) { return a.begin < b.begin; });
    return std::move(spans_);
  }

 private:
  char at(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  size_t skip_blanks(size_t i) const {
    while (i < text_.size() && is_blank(text_[i])) ++i;
    return i;
  }
  size_t until(size_t i, std::string_view ends) const {
    return std::min(text_.find_first_of(ends, i), text_.size());
  }
  void add(size_t begin, size_t end, bool cookies = false) {
    if (end > begin) spans_.push_back({begin, end, cookies});
    covered_ = std::max(covered_, end);
  }

  void word(size_t begin, size_t end) {
    const std::string_view written = text_.substr(begin, end - begin);
    if (is_scheme(written)) scheme(end);
    if (written == "-----BEGIN") private_key(end);
    if (is_secret_name(written)) named(begin, end);
  }

  // "Bearer abc..." without a header's name before it.
  void scheme(size_t end) {
    const size_t value = skip_blanks(end);
    if (value == end) return;
    const size_t stop = until(value, " \t\r\n\"'`<>,;");
    if (stop - value >= 6) add(value, stop);
  }

  void private_key(size_t end) {
    const std::string_view title = text_.substr(end, 40);
    const size_t title_end = title.find("PRIVATE KEY-----");
    if (title_end == kNone) return;
    add(end + title_end, std::min(text_.find("-----END", end + title_end), text_.size()));
  }

  void userinfo(size_t begin) {
    const size_t end = until(begin, "/?# \t\r\n\"'`<>\\");
    const size_t sign = text_.substr(begin, end - begin).rfind('@');
    if (sign != kNone) add(begin, begin + sign);
  }

  void named(size_t begin, size_t end) {
    if (begin > 0 && is_attribute_value(begin)) return form_field(begin, end);
    if (begin > 0 && text_[begin - 1] == '<' && at(end) == '>')
      return add(end + 1, until(end + 1, "<"));
    size_t i = end;
    while (at(i) == ']' || at(i) == '\\') ++i;  // user[password]=, \"password\":
    const bool quoted = is_quote(at(i));
    if (quoted) ++i;
    if (at(i) == ']') ++i;
    i = skip_blanks(i);
    if (starts_at(text_, i, "%3d") || starts_at(text_, i, "%3a")) return encoded(i + 3);
    const char separator = at(i);
    if (separator != ':' && separator != '=') return;
    ++i;
    if (separator == '=' && at(i) == '>') ++i;
    const bool whole_line = separator == ':' && !quoted;
    value(skip_blanks(i), whole_line, text_.substr(begin, end - begin));
  }

  void value(size_t begin, bool whole_line, std::string_view name) {
    if (whole_line) return line(begin, plain(name).find("cookie") != kNone);
    size_t i = begin;
    while (at(i) == '\\') ++i;
    if (is_quote(at(i))) return add(i + 1, closing_quote(i, i > begin));
    if (at(i) == '[' || at(i) == '{') return add(i, closing_bracket(i));
    add(begin, until(begin, "& \t\r\n\"'`<>#"));
  }

  // A header's value, with the lines that continue it.
  void line(size_t begin, bool cookies) {
    size_t end = until(begin, "\r\n");
    for (;;) {
      size_t next = end;
      while (at(next) == '\r' || at(next) == '\n') ++next;
      if (next - end > 2 || next >= text_.size() || !is_blank(text_[next])) break;
      end = until(next, "\r\n");
    }
    // A header written into a JSON text ends with a visible \r\n.
    const size_t escaped = text_.substr(begin, end - begin).find("\\r\\n");
    add(begin, escaped == kNone ? end : begin + escaped, cookies);
  }

  // Past the text if it is never closed. escaped: the quote that opened it was \".
  size_t closing_quote(size_t open, bool escaped) const {
    for (size_t i = open + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\' && !escaped) {
        ++i;
      } else if (text_[i] == text_[open] && (!escaped || text_[i - 1] == '\\')) {
        return i;
      }
    }
    return text_.size();
  }

  size_t closing_bracket(size_t open) const {
    size_t depth = 0;
    for (size_t i = open; i < text_.size(); ++i) {
      if (text_[i] == '[' || text_[i] == '{') ++depth;
      if ((text_[i] == ']' || text_[i] == '}') && --depth == 0) return i + 1;
    }
    return text_.size();
  }

  void encoded(size_t begin) {
    const size_t end = until(begin, "& \t\r\n\"'`<>#");
    for (size_t i = begin; i < end; ++i) {
      if (starts_at(text_, i, "%26") || starts_at(text_, i, "%0d") || starts_at(text_, i, "%0a"))
        return add(begin, i);
    }
    add(begin, end);
  }

  // The word stands in name="..." or id='...'.
  bool is_attribute_value(size_t begin) const {
    size_t i = begin;
    while (i > 0 && (is_quote(text_[i - 1]) || text_[i - 1] == '\\')) --i;
    for (const std::string_view attribute : {"name=", "id="}) {
      if (i >= attribute.size() && starts_at(text_, i - attribute.size(), attribute)) return true;
    }
    return false;
  }

  // <input name="token" value="...">, <meta name="token" content="...">, or a part of a multipart
  // body, whose value follows an empty line.
  void form_field(size_t begin, size_t end) {
    const size_t from = begin > kLongestTag ? begin - kLongestTag : 0;
    const std::string_view before = text_.substr(from, begin - from);
    const size_t open = before.rfind('<');
    const size_t line_start = before.rfind('\n');
    if (open != kNone && before.find('>', open) == kNone &&
        (line_start == kNone || !starts_at(before, line_start + 1, "content-disposition")))
      return tag(from + open, std::min(until(end, ">"), from + open + 2 * kLongestTag));
    for (const std::string_view gap : {"\r\n\r\n", "\n\n", "\\r\\n\\r\\n"}) {
      const size_t at_gap = text_.substr(end, 1024).find(gap);
      if (at_gap == kNone) continue;
      const size_t value = end + at_gap + gap.size();
      return add(value, std::min(text_.find("--", value), text_.size()));
    }
  }

  void tag(size_t open, size_t close) {
    for (size_t i = open; i < close; ++i) {
      for (const std::string_view attribute : {"value=", "content="}) {
        if (!starts_at(text_, i, attribute) || is_word(text_[i - 1])) continue;
        value(i + attribute.size(), false, attribute);
      }
    }
    covered_ = std::max(covered_, close);
  }

  std::string_view text_;
  size_t covered_ = 0;  // nothing before it need be looked at
  std::vector<SecretSpan> spans_;
};

}  // namespace

bool is_secret_name(std::string_view name) {
  static constexpr std::array<std::string_view, 21> kParts = {
      "cookie",       "authorization", "authentication", "password", "passwd",    "passphrase",
      "passcode",     "secret",        "token",          "apikey",   "accesskey", "privatekey",
      "credential",   "session",       "sessid",         "csrf",     "xsrf",      "userauth",
      "samlresponse", "assertion",     "signature"};
  static constexpr std::array<std::string_view, 14> kWholes = {
      "auth", "sid",   "pin", "otp",   "jwt",   "sig",       "pass",
      "pwd",  "xauth", "key", "nonce", "passw", "viewstate", "subscriptionkey"};
  if (name.size() > 128) name = name.substr(name.size() - 128);
  const std::string written = plain(name);
  const auto is_in = [&written](std::string_view part) { return written.find(part) != kNone; };
  return std::any_of(kParts.begin(), kParts.end(), is_in) ||
         std::find(kWholes.begin(), kWholes.end(), written) != kWholes.end();
}

std::vector<SecretSpan> find_secrets(std::string_view text) { return Finder(text).find(); }

}  // namespace checkmarx::dast

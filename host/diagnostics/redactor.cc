// redactor.cc - see redactor.hpp.
#include "diagnostics/redactor.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <utility>

namespace ingest::host {
namespace {

constexpr std::string_view kMark = "[redacted]";
constexpr std::size_t kShortest = 4;

bool alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool token_character(char c) {
  return alphanumeric(c) || std::string_view("-_.~+/=").find(c) != std::string_view::npos;
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with(std::string_view text, std::string_view lower_case_prefix) {
  if (text.size() < lower_case_prefix.size()) return false;
  for (std::size_t i = 0; i < lower_case_prefix.size(); ++i)
    if (lower(text[i]) != lower_case_prefix[i]) return false;
  return true;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

struct Found {
  std::size_t keep = 0;  // of the match, shown as it is
  std::size_t end = 0;   // of what is taken out; 0: no match
};

// "Authorization: ...", also as JSON: all to the line's end.
Found header_at(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kNames = {"proxy-authorization", "authorization",
                                                             "set-cookie", "cookie"};
  for (const std::string_view name : kNames) {
    if (!starts_with(text, name)) continue;
    std::size_t at = name.size();
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
    at = skip_blanks(text, at);
    if (at >= text.size() || (text[at] != ':' && text[at] != '=')) continue;
    at = skip_blanks(text, at + 1);
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    if (end > at) return {at, end};
  }
  return {};
}

// "Bearer TOKEN"; a word of prose after "bearer" is shorter than any token.
Found bearer_at(std::string_view text) {
  static constexpr std::string_view kBearer = "bearer ";
  if (!starts_with(text, kBearer)) return {};
  std::size_t end = kBearer.size();
  while (end < text.size() && token_character(text[end])) ++end;
  if (end < kBearer.size() + 12) return {};
  return {kBearer.size(), end};
}

// Base64 of '{"...': the start of each JWT.
Found jwt_at(std::string_view text) {
  if (text.substr(0, 3) != "eyJ") return {};
  std::size_t end = 3;
  while (end < text.size() &&
         (alphanumeric(text[end]) || text[end] == '-' || text[end] == '_' || text[end] == '.'))
    ++end;
  return end >= 12 ? Found{0, end} : Found{};
}

std::string percent_encoded(std::string_view text) {
  static const char* const kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() * 3);
  for (const char c : text) {
    if (alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

std::string json_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

// memmem, because string::find is slow where from starts with a common letter.
std::size_t find(std::string_view text, std::string_view from, std::size_t at) {
  if (at >= text.size()) return std::string_view::npos;
  const void* found = ::memmem(text.data() + at, text.size() - at, from.data(), from.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// Ranges of a text to be replaced by the mark, in ascending order, in one pass however many.
class Replacement {
 public:
  explicit Replacement(std::string& text) : text_(text) {}
  void take_out(std::size_t begin, std::size_t end) {
    out_.append(text_, kept_, begin - kept_).append(kMark);
    kept_ = end;
    ++count_;
  }
  std::size_t kept() const noexcept { return kept_; }  // nothing before it may be taken out
  std::size_t finish() {
    if (count_ > 0) text_ = out_.append(text_, kept_);
    return count_;
  }

 private:
  std::string& text_;
  std::string out_;
  std::size_t kept_ = 0;
  std::size_t count_ = 0;
};

std::size_t replace_all(std::string& text, std::string_view from) {
  Replacement replacement(text);
  for (std::size_t at = find(text, from, 0); at != std::string_view::npos;
       at = find(text, from, at + from.size()))
    replacement.take_out(at, at + from.size());
  return replacement.finish();
}

bool base64url(char c) { return alphanumeric(c) || c == '-' || c == '_'; }

// Three parts: header and claims, each a JSON object, and a signature.
std::size_t replace_jwts(std::string& text) {
  constexpr std::string_view kObject = "eyJ";
  Replacement replacement(text);
  for (std::size_t dot = find(text, ".eyJ", 0); dot != std::string_view::npos;) {
    std::size_t start = dot;
    while (start > replacement.kept() && base64url(text[start - 1])) --start;
    start += std::min(std::string_view(text).substr(start, dot - start).find(kObject), dot - start);
    std::size_t end = dot + 1;
    while (end < text.size() && base64url(text[end])) ++end;
    if (start < dot && end < text.size() && text[end] == '.') {
      ++end;
      while (end < text.size() && base64url(text[end])) ++end;
      replacement.take_out(start, end);
    }
    dot = find(text, ".eyJ", end);
  }
  return replacement.finish();
}

}  // namespace

void Redactor::add(std::string_view secret) {
  if (secret.size() < kShortest) return;
  add_form(std::string(secret));
  add_form(percent_encoded(secret));
  add_form(json_escaped(secret));
}

void Redactor::add_form(std::string form) {
  const std::lock_guard lock(mutex_);
  for (const SecretString& known : secrets_)
    if (known.reveal() == form) return wipe(form);
  secrets_.emplace_back(std::move(form));
  std::sort(secrets_.begin(), secrets_.end(), [](const SecretString& a, const SecretString& b) {
    return a.reveal().size() > b.reveal().size();
  });
}

std::string Redactor::apply(std::string_view text) const {
  std::string known(text);
  {
    const std::shared_lock lock(mutex_);
    for (const SecretString& secret : secrets_) replace_all(known, secret.reveal());
  }
  std::string out;
  out.reserve(known.size());
  const std::string_view all = known;
  for (std::size_t at = 0; at < all.size();) {
    const std::string_view rest = all.substr(at);
    Found found;
    if (at == 0 || !alphanumeric(all[at - 1])) {
      found = header_at(rest);
      if (found.end == 0) found = bearer_at(rest);
      if (found.end == 0) found = jwt_at(rest);
    }
    if (found.end == 0) {
      out += all[at++];
      continue;
    }
    out += rest.substr(0, found.keep);
    out += kMark;
    at += found.end;
  }
  return out;
}

std::size_t Redactor::take_out_secrets(std::string& data) const {
  std::size_t count = 0;
  {
    const std::shared_lock lock(mutex_);
    for (const SecretString& secret : secrets_) count += replace_all(data, secret.reveal());
  }
  return count + replace_jwts(data);
}

Redactor& redactor() {
  static Redactor& instance = *new Redactor;  // outlives every thread that still logs
  return instance;
}

}  // namespace ingest::host

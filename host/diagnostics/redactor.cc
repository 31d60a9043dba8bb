// redactor.cc - see redactor.hpp.
#include "diagnostics/redactor.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
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

void replace_all(std::string& text, std::string_view from) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + kMark.size()))
    text.replace(at, from.size(), kMark);
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
    const std::lock_guard lock(mutex_);
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

Redactor& redactor() {
  static Redactor& instance = *new Redactor;  // outlives every thread that still logs
  return instance;
}

}  // namespace ingest::host

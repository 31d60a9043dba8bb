// redaction.cc - see redaction.hpp.
#include "checkmarx-dast/redaction.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "checkmarx-dast/secret_spans.hpp"
#include "ingest/sdk/jwt.hpp"

namespace checkmarx::dast {
namespace {

// Shorter ones are words like "true", whose every occurrence can't go.
constexpr size_t kShortest = 6;
constexpr size_t kMostSecrets = 64;
// Of a text; what lies beyond is cut off before it is looked at.
constexpr size_t kMostText = 256U << 10U;
constexpr std::string_view kCut = " [cut]";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kEdges = " \t\r\n\"'`\\";
  const size_t first = text.find_first_not_of(kEdges);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kEdges) - first + 1);
}

std::string_view cut(std::string_view text, size_t max) {
  if (text.size() <= max) return text;
  while (max > 0 && (static_cast<unsigned char>(text[max]) & 0xC0U) == 0x80U) --max;
  return text.substr(0, max);
}

}  // namespace

void Redaction::remember(std::string_view secret) {
  secret = trimmed(secret);
  if (secret.size() >= kShortest && secrets_.size() < kMostSecrets) secrets_.emplace(secret);
}

void Redaction::learn(std::string_view text) {
  text = cut(text, kMostText);
  for (const SecretSpan& span : find_secrets(text)) {
    std::string_view value = text.substr(span.begin, span.end - span.begin);
    if (!span.cookies) {
      remember(value);
      remember(value.substr(value.find_last_of(' ') + 1));  // "Bearer abc"
      continue;
    }
    // The attributes of Set-Cookie are no secrets, and common: Path=/account.
    for (bool more = true; more;) {
      const size_t end = value.find(';');
      const std::string_view pair = trimmed(value.substr(0, end));
      const size_t sign = pair.find('=');
      const std::string_view name = pair.substr(0, std::min(sign, pair.size()));
      static constexpr std::array<std::string_view, 5> kAttributes = {"path", "domain", "expires",
                                                                      "max-age", "samesite"};
      const bool attribute =
          std::any_of(kAttributes.begin(), kAttributes.end(), [name](std::string_view known) {
            return std::equal(known.begin(), known.end(), name.begin(), name.end(),
                              [](char a, char b) { return a == (b | 0x20); });
          });
      if (sign != std::string_view::npos && !attribute) remember(pair.substr(sign + 1));
      more = end != std::string_view::npos;
      if (more) value.remove_prefix(end + 1);
    }
  }
}

std::string Redaction::apply(std::string_view text, size_t max) const {
  const bool whole = text.size() <= kMostText;
  text = cut(text, kMostText);
  std::vector<SecretSpan> spans = find_secrets(text);
  for (const std::string& secret : secrets_) {
    for (size_t at = text.find(secret); at != std::string_view::npos;
         at = text.find(secret, at + secret.size()))
      spans.push_back({at, at + secret.size()});
  }
  std::sort(spans.begin(), spans.end(),
            [](const SecretSpan& a, const SecretSpan& b) { return a.begin < b.begin; });
  std::string out;
  size_t done = 0;
  for (const SecretSpan& span : spans) {
    if (span.end <= done) continue;
    if (span.begin >= done) {
      out.append(text.substr(done, span.begin - done)).append(kMark);
    }
    done = span.end;
  }
  out.append(text.substr(done));
  out = ingest::sdk::without_tokens(out);
  if (out.size() <= max && whole) return out;
  return std::string(cut(out, max)) + std::string(kCut);
}

}  // namespace checkmarx::dast

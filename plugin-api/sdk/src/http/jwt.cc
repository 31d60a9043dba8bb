// jwt.cc - bounded base64url and JSON decoding of a token's middle part.
#include "ingest/sdk/jwt.hpp"

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace ingest::sdk {
namespace {

constexpr size_t kMaxClaimsDepth = 16;

int base64url_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  if (c == '_') return 63;
  return -1;
}

bool is_token_char(char c) { return base64url_digit(c) >= 0; }

std::optional<std::string> base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = base64url_digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU));
    }
  }
  return out;
}

// Length of the JWT at the start of text, 0 when there is none. "eyJ" is how the base64 of
// '{"' begins; the second and third part may have been cut off by whoever printed it.
size_t token_length(std::string_view text) {
  constexpr size_t kShortest = 16;
  if (text.substr(0, 3) != "eyJ") return 0;
  size_t n = 0;
  while (n < text.size() && (is_token_char(text[n]) || text[n] == '.')) ++n;
  while (n > 0 && text[n - 1] == '.') --n;
  return n >= kShortest ? n : 0;
}

}  // namespace

std::optional<boost::json::object> jwt_claims(std::string_view token) {
  if (token.size() > kMaxJwtBytes) return std::nullopt;
  const size_t first = token.find('.');
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  const size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view signature = token.substr(second + 1);
  for (const char c : signature) {
    if (!is_token_char(c)) return std::nullopt;
  }
  const std::optional<std::string> text = base64url(token.substr(first + 1, second - first - 1));
  if (!text) return std::nullopt;
  try {
    json::Limits limits;
    limits.depth = kMaxClaimsDepth;
    limits.bytes = kMaxJwtBytes;
    return json::parse_object(*text, "token", limits);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string claim_text(const boost::json::object& claims, std::string_view name) {
  return std::string(json::string_at(claims, name));
}

std::optional<int64_t> claim_time(const boost::json::object& claims, std::string_view name) {
  const std::optional<int64_t> seconds = json::int_at(claims, name);
  if (!seconds || *seconds <= 0) return std::nullopt;
  return seconds;
}

std::string without_tokens(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const size_t n = token_length(text); n > 0) {
      out += "[token removed]";
      text.remove_prefix(n);
    } else {
      out.push_back(text.front());
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace ingest::sdk

// error_text.cc - see error_text.hpp.
#include "checkmarx-one/error_text.hpp"

#include <algorithm>
#include <array>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/jwt.hpp"

namespace checkmarx::one {
namespace {

namespace json = ingest::sdk::json;

// Errors are small; a body beyond this is a page that somebody else serves.
constexpr size_t kMaxErrorBody = 64 * 1024;

std::string from_json(std::string_view body) {
  boost::json::value parsed;
  try {
    json::Limits limits;
    limits.depth = 16;
    limits.bytes = kMaxErrorBody;
    parsed = json::parse(body, limits);
  } catch (const ingest::sdk::Error&) {
    return {};
  }
  if (const auto* text = parsed.if_string()) return std::string(*text);
  const boost::json::object& object = json::as_object(parsed);
  static constexpr std::array<std::string_view, 4> kNames = {"error_description", "message",
                                                             "error", "errorMessage"};
  for (const std::string_view name : kNames) {
    if (const std::string_view text = json::string_at(object, name); !text.empty())
      return std::string(text);
  }
  for (const boost::json::value& one : json::array_at(object, "errors")) {
    if (const auto* text = one.if_string()) return std::string(*text);
    if (const std::string_view text = json::string_at(json::as_object(one), "message");
        !text.empty())
      return std::string(text);
  }
  return {};
}

// The title of a page says more than its first bytes; without one, the text between its tags.
std::string from_html(std::string_view body) {
  for (const std::string_view open : {"<title>", "<TITLE>"}) {
    const size_t at = body.find(open);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = body.substr(at + open.size());
    return std::string(rest.substr(0, rest.find('<')));
  }
  std::string out;
  bool in_tag = false;
  for (const char c : body.substr(0, 4096)) {
    if (c == '<') in_tag = true;
    if (!in_tag) out.push_back(c);
    if (c == '>') {
      in_tag = false;
      out.push_back(' ');
    }
  }
  return out;
}

// Bytes of the UTF-8 character that text begins with; 0: none does. Messages travel as UTF-8 only.
size_t character_length(std::string_view text) {
  const auto byte = [text](size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80U) return 1;
  const size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  // Longer than needed, half of a pair, beyond the last character.
  const unsigned second = byte(1);
  const bool wrong = (lead == 0xE0U && second < 0xA0U) || (lead == 0xEDU && second > 0x9FU) ||
                     (lead == 0xF0U && second < 0x90U) || (lead == 0xF4U && second > 0x8FU);
  return wrong ? 0 : length;
}

}  // namespace

std::string fit_for_message(std::string_view text, size_t max) {
  const std::string clean = ingest::sdk::without_tokens(text.substr(0, max * 64 + 4096));
  std::string out;
  bool gap = false;
  for (size_t at = 0; at < clean.size();) {
    const size_t length = character_length(std::string_view(clean).substr(at));
    const auto byte = static_cast<unsigned char>(clean[at]);
    const std::string_view next =
        length == 0 ? std::string_view("?") : std::string_view(clean).substr(at, length);
    at += std::max<size_t>(1, length);
    if (byte <= 0x20U || byte == 0x7FU) {
      gap = !out.empty();
      continue;
    }
    if (out.size() + next.size() + (gap ? 1 : 0) > max) return out + "...";
    if (gap) out.push_back(' ');
    gap = false;
    out.append(next);
  }
  return out;
}

std::string error_text(std::string_view body) {
  const size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  body.remove_prefix(first);
  if (body.size() <= kMaxErrorBody) {
    if (const std::string text = from_json(body); !text.empty()) return fit_for_message(text);
  }
  if (body.front() == '<') return fit_for_message(from_html(body));
  return fit_for_message(body);
}

}  // namespace checkmarx::one

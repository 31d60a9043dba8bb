#include "http/request_headers.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace ingest::host::http {
namespace {

// In lower case. They frame the message, name who we are, or are made by libcurl.
constexpr std::array<std::string_view, 14> kNotYours = {"host",
                                                        "content-length",
                                                        "transfer-encoding",
                                                        "connection",
                                                        "upgrade",
                                                        "te",
                                                        "trailer",
                                                        "expect",
                                                        "cookie2",
                                                        "keep-alive",
                                                        "proxy-authorization",
                                                        "proxy-connection",
                                                        "accept-encoding",
                                                        "user-agent"};

bool is_token(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  for (const char c : name) {
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!alnum && kMarks.find(c) == std::string_view::npos) return false;
  }
  return !name.empty();
}

bool has_control(std::string_view value) {
  for (const char c : value) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return true;
  }
  return false;
}

std::string lower(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view value) {
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  return value;
}

RequestHeaders refuse(std::string why) {
  RequestHeaders refused;
  refused.refusal = std::move(why);
  return refused;
}

}  // namespace

std::string random_uuid() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("OpenSSL has no random bytes for a CorrelationId");
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 0x0f];
  }
  return text;
}

RequestHeaders make_request_headers(std::string_view lines) {
  if (lines.size() > kMaxRequestHeaders) {
    return refuse("refused request headers of " + std::to_string(lines.size()) +
                  " bytes; the limit is " + std::to_string(kMaxRequestHeaders));
  }
  RequestHeaders out;
  bool has_content_type = false;
  bool has_correlation = false;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    const size_t colon = line.find(':');
    const std::string_view name = line.substr(0, std::min(colon, line.size()));
    if (colon == std::string_view::npos || !is_token(name)) {
      return refuse("refused a request header line that does not begin with a name and a colon");
    }
    const std::string_view value = trim(line.substr(colon + 1));
    if (has_control(value)) {
      return refuse("refused the request header " + std::string(name) +
                    ": its value holds a control character");
    }
    const std::string key = lower(name);
    for (const std::string_view theirs : kNotYours) {
      if (key == theirs) {
        return refuse("refused the request header " + std::string(name) +
                      ": it is set by the host");
      }
    }
    has_content_type = has_content_type || key == "content-type";
    has_correlation = has_correlation || key == "correlationid";
    // "Name;" is how libcurl is told to send a header without a value.
    append(out.list,
           (value.empty() ? std::string(name) + ";" : std::string(name) + ": " + std::string(value))
               .c_str());
  }
  // libcurl invents both for a POST: a type that may be wrong, and a pause for large bodies.
  if (!has_content_type) append(out.list, "Content-Type:");
  append(out.list, "Expect:");
  if (!has_correlation) {
    out.correlation_id = random_uuid();
    append(out.list, ("CorrelationId: " + out.correlation_id).c_str());
  }
  return out;
}

}  // namespace ingest::host::http

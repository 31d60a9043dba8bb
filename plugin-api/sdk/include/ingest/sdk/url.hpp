// url.hpp - taking absolute http(s) URLs apart, and encoding what goes into them.
//
// Everything here is a pure function of its arguments. [thread-safe]
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ingest::sdk {

// An absolute http or https URL. Userinfo and fragments are refused: the first would be a
// credential in a place that gets logged, the second is never sent.
struct Url {
  std::string scheme;  // "https" or "http"
  std::string host;    // lower case; an IPv6 address without its brackets
  uint16_t port = 0;   // explicit, or the scheme's
  std::string path;    // with the query; begins with '/'

  // "https://host" or "https://host:8443", the default port left out.
  std::string origin() const;
  // "host:443", for people.
  std::string authority() const;
};

// Empty when text is no URL as described above.
std::optional<Url> parse_url(std::string_view text);

// True for "localhost", 127.0.0.0/8 and ::1: the only hosts that may be reached without TLS.
bool is_loopback(std::string_view host);

// RFC 3986: all but letters, digits and "-._~" becomes %XX. Right for path segments, query
// values and form values alike.
std::string percent_encode(std::string_view text);

// "a=1&b=2", for a query or a form body. Values are encoded, names are taken as they are.
class FormText {
 public:
  // Enough room beforehand keeps a secret from staying behind in outgrown memory.
  void reserve(size_t bytes) { text_.reserve(bytes); }
  FormText& add(std::string_view name, std::string_view value);
  FormText& add(std::string_view name, uint64_t value);
  const std::string& text() const& { return text_; }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace ingest::sdk

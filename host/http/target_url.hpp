// target_url.hpp - which URLs a connector may reach, and which redirects are followed. Pure
// functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingest::host::http {

inline constexpr size_t kMaxUrl = 64u << 10;  // bytes

// An absolute URL that passed the rules: https, or http to loopback, no user information.
struct TargetUrl {
  std::string url;     // normalised, without fragment
  std::string scheme;  // lower case
  std::string host;    // lower case, IPv6 addresses without brackets
  std::string port;    // decimal, the scheme's default filled in
  bool loopback = false;

  bool tls() const { return scheme == "https"; }
  // "host:port", for people.
  std::string authority() const;
  std::string without_query() const { return url.substr(0, url.find('?')); }
};

// On refusal returns nothing and sets why: a sentence that shows neither query nor credentials.
std::optional<TargetUrl> parse_target(std::string_view url, std::string& why);

// Where a Location header leads from base, when that is the same scheme, host and port.
std::optional<TargetUrl> redirect_target(const TargetUrl& base, std::string_view location);

}  // namespace ingest::host::http

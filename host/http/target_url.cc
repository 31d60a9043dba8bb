#include "http/target_url.hpp"

#include <arpa/inet.h>

#include "http/curl_handle.hpp"

namespace ingest::host::http {
namespace {

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl().url_get(url, what, &text, flags) != CURLUE_OK) return {};
  const CurlText owner(text);
  return text;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

void lower(std::string& text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

bool has_control_or_space(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return true;
  }
  return false;
}

// Everything after the syntax: scheme, host, user information.
std::optional<TargetUrl> admit(CURLU* url, std::string& why) {
  // What follows '#' is never sent; a server has no use for it and neither has a log.
  curl().url_set(url, CURLUPART_FRAGMENT, nullptr, 0);
  TargetUrl target;
  target.scheme = part(url, CURLUPART_SCHEME);
  target.host = part(url, CURLUPART_HOST);
  target.port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  lower(target.scheme);
  lower(target.host);
  curl().url_set(url, CURLUPART_HOST, target.host.c_str(), 0);
  if (!target.host.empty() && target.host.front() == '[') {
    target.host = target.host.substr(1, target.host.size() - 2);
  }
  if (target.scheme != "https" && target.scheme != "http") {
    why = "refused a URL of scheme \"" + target.scheme + "\": only https is allowed";
    return std::nullopt;
  }
  if (target.host.empty()) {
    why = "refused a URL without a host";
    return std::nullopt;
  }
  if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty()) {
    why = "refused a URL of " + target.authority() + " that holds a user name or password";
    return std::nullopt;
  }
  target.loopback = is_loopback(target.host);
  if (!target.tls() && !target.loopback) {
    why = "refused http://" + target.authority() +
          ": plain http is allowed to a loopback address only; use https";
    return std::nullopt;
  }
  target.url = part(url, CURLUPART_URL);
  return target;
}

}  // namespace

std::string TargetUrl::authority() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + port;
}

std::optional<TargetUrl> parse_target(std::string_view url, std::string& why) {
  if (url.size() > kMaxUrl) {
    why = "refused a URL of " + std::to_string(url.size()) + " bytes; the limit is " +
          std::to_string(kMaxUrl);
    return std::nullopt;
  }
  if (has_control_or_space(url)) {
    why = "refused a URL that holds a space or a control character";
    return std::nullopt;
  }
  const CurlUrl parsed(curl().url());
  if (!parsed) throw std::bad_alloc();
  const CURLUcode code = curl().url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(),
                                        CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS);
  if (code != CURLUE_OK) {
    why = std::string("refused a URL: ") + curl().url_strerror(code);
    return std::nullopt;
  }
  return admit(parsed.get(), why);
}

std::optional<TargetUrl> redirect_target(const TargetUrl& base, std::string_view location) {
  if (location.empty() || location.size() > kMaxUrl || has_control_or_space(location)) {
    return std::nullopt;
  }
  const CurlUrl url(curl().url());
  if (!url) throw std::bad_alloc();
  if (curl().url_set(url.get(), CURLUPART_URL, base.url.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK) {
    return std::nullopt;
  }
  if (curl().url_set(url.get(), CURLUPART_URL, std::string(location).c_str(),
                     CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return std::nullopt;
  }
  std::string why;
  std::optional<TargetUrl> next = admit(url.get(), why);
  const bool same =
      next && next->scheme == base.scheme && next->host == base.host && next->port == base.port;
  return same ? next : std::nullopt;
}

}  // namespace ingest::host::http

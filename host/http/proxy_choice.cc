#include "http/proxy_choice.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

#include "diagnostics/failure.hpp"
#include "http/curl_handle.hpp"

namespace ingest::host::http {
namespace {

std::string from_environment(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

std::string lower_trimmed(std::string_view text) {
  while (!text.empty() && text.front() == '.') text.remove_prefix(1);
  while (!text.empty() && text.back() == '.') text.remove_suffix(1);
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// The bytes of an address, and how many there are; 0 when it is none.
size_t address_bytes(const std::string& text, unsigned char (&out)[16]) {
  if (inet_pton(AF_INET, text.c_str(), out) == 1) return 4;
  if (inet_pton(AF_INET6, text.c_str(), out) == 1) return 16;
  return 0;
}

bool in_block(const std::string& block, const std::string& host) {
  const size_t slash = block.find('/');
  unsigned char net[16] = {};
  unsigned char address[16] = {};
  const size_t size = address_bytes(block.substr(0, slash), net);
  if (size == 0 || address_bytes(host, address) != size) return false;
  size_t bits = size * 8;
  if (slash != std::string::npos) {
    const char* end = block.data() + block.size();
    const auto [rest, failed] = std::from_chars(block.data() + slash + 1, end, bits);
    if (failed != std::errc() || rest != end || bits > size * 8) return false;
  }
  if (std::memcmp(net, address, bits / 8) != 0) return false;
  if (bits % 8 == 0) return true;
  const unsigned shift = 8 - static_cast<unsigned>(bits % 8);
  return (net[bits / 8] >> shift) == (address[bits / 8] >> shift);
}

// Takes brackets and ":PORT" off an entry. False: the port is another one.
bool take_port(std::string_view& entry, std::string_view port) {
  const size_t colon = entry.rfind(':');
  const size_t bracket = entry.rfind(']');
  const bool bracketed = entry.starts_with('[') && bracket != std::string_view::npos;
  const bool one_colon = colon != std::string_view::npos && entry.find(':') == colon;
  const bool has_port = bracketed ? colon == bracket + 1 : one_colon;
  if (has_port) {
    if (entry.substr(colon + 1) != port) return false;
    entry = entry.substr(0, colon);
  }
  if (bracketed) entry = entry.substr(1, bracket - 1);
  return true;
}

// Checks the proxy's URL and returns its host and port, for people.
std::string proxy_authority(const std::string& proxy) {
  const CurlUrl url(curl().url());
  if (!url) throw std::bad_alloc();
  const unsigned flags = CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME;
  const auto part = [&](CURLUPart what) -> std::string {
    char* text = nullptr;
    if (curl().url_get(url.get(), what, &text, 0) != CURLUE_OK) return {};
    const CurlText owner(text);
    return text;
  };
  const bool parsed = curl().url_set(url.get(), CURLUPART_URL, proxy.c_str(), flags) == CURLUE_OK;
  const bool has_scheme = proxy.find("://") != std::string::npos;
  const std::string scheme = has_scheme ? lower_trimmed(part(CURLUPART_SCHEME)) : "http";
  const bool known = scheme == "http" || scheme == "https" || scheme == "socks4" ||
                     scheme == "socks4a" || scheme == "socks5" || scheme == "socks5h";
  if (!parsed || !known || part(CURLUPART_HOST).empty()) {
    throw Failure(ExitStatus::kConfig, "the http proxy of the connection is not a proxy's URL",
                  "write it as http://host:port, https://host:port or socks5h://host:port");
  }
  // libcurl's default port of a proxy is 1080, except for https.
  const std::string port = part(CURLUPART_PORT);
  return part(CURLUPART_HOST) + ":" +
         (!port.empty() ? port : std::string(scheme == "https" ? "443" : "1080"));
}

}  // namespace

bool no_proxy_covers(std::string_view entry, const std::string& host, std::string_view port) {
  if (!take_port(entry, port)) return false;
  if (entry == "*") return true;
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  const std::string name = lower_trimmed(entry);
  if (name.empty()) return false;
  if (in_block(name, host)) return true;
  if (host.size() < name.size()) return false;
  const size_t start = host.size() - name.size();
  return host.compare(start, name.size(), name) == 0 && (start == 0 || host[start - 1] == '.');
}

std::string proxy_in_force(const HttpSettings& settings) {
  if (!settings.proxy.empty()) return settings.proxy;
  return from_environment({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
}

ProxyChoice::ProxyChoice(const HttpSettings& settings) : url_(proxy_in_force(settings)) {
  if (url_.empty()) return;
  authority_ = proxy_authority(url_);
  const std::string list =
      !settings.no_proxy.empty() ? settings.no_proxy : from_environment({"no_proxy", "NO_PROXY"});
  size_t at = 0;
  while (at < list.size()) {
    const size_t end = std::min(list.find_first_of(", \t", at), list.size());
    if (end > at) exempt_.push_back(list.substr(at, end - at));
    at = end + 1;
  }
}

bool ProxyChoice::exempt(const TargetUrl& target) const {
  // Plain http is allowed to loopback because it stays in the machine; a proxy would carry it out.
  if (target.loopback) return true;
  for (const std::string& entry : exempt_) {
    if (no_proxy_covers(entry, target.host, target.port)) return true;
  }
  return false;
}

const std::string& ProxyChoice::for_target(const TargetUrl& target) const {
  static const std::string direct;
  return exempt(target) ? direct : url_;
}

}  // namespace ingest::host::http

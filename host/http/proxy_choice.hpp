// proxy_choice.hpp - through which proxy, if any, a target is reached. Decided here rather than
// by libcurl, so that an error can say whether the proxy or the target failed. Immutable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/http_settings.hpp"
#include "http/target_url.hpp"

namespace ingest::host::http {

class ProxyChoice {
 public:
  // Reads the environment where the settings are silent. Throws Failure (kConfig) on a proxy that
  // cannot be used.
  explicit ProxyChoice(const HttpSettings& settings);

  // The proxy's URL, credentials included; empty: go directly.
  const std::string& for_target(const TargetUrl& target) const;
  // "host:port" of the proxy, for people.
  const std::string& authority() const { return authority_; }

 private:
  bool exempt(const TargetUrl& target) const;

  std::string url_;
  std::string authority_;
  std::vector<std::string> exempt_;
};

// Whether a no_proxy entry covers a host and port: the name and all below it (a leading "." or "*."
// changes nothing), an address, a CIDR block, or "*". An entry may end in ":PORT", and then covers
// that port only; IPv6 addresses with a port are in brackets.
bool no_proxy_covers(std::string_view entry, const std::string& host, std::string_view port);

// The proxy of the settings, else of the environment; may hold credentials.
std::string proxy_in_force(const HttpSettings& settings);

}  // namespace ingest::host::http

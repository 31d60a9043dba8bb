// wiring.hpp - what all transfers of one engine share, worked out once from the settings.
// Immutable after construction.
#pragma once

#include <string>

#include "http/http_settings.hpp"
#include "http/proxy_choice.hpp"

namespace ingest::host::http {

struct Wiring {
  // Throws Failure (kConfig) when a file or the proxy of the settings cannot be used.
  explicit Wiring(HttpSettings chosen);
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;
  ~Wiring();  // wipes the passwords

  HttpSettings settings;
  ProxyChoice proxies;
  std::string user_agent;
};

}  // namespace ingest::host::http

#include "http/wiring.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/secret_string.hpp"
#include "http/client_identity.hpp"
#include "http/curl_handle.hpp"

namespace ingest::host::http {
namespace {

[[noreturn]] void reject(const std::string& what, const std::string& hint = {}) {
  throw Failure(ExitStatus::kConfig, what, hint);
}

// libcurl would say so too, but only with the first request, and as a TLS failure.
void require_pem(const std::string& path, const char* what) {
  if (path.empty()) return;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    reject("cannot read the " + std::string(what) + " " + path + ": " +
           std::generic_category().message(errno));
  }
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with("-----BEGIN ")) return;
  }
  reject("the " + std::string(what) + " " + path + " holds no PEM block",
         "give a text file with lines such as -----BEGIN CERTIFICATE-----");
}

HttpSettings checked(HttpSettings settings) {
  require_pem(settings.ca_file, "CA file");
  if (settings.client_cert.empty() != settings.client_key.empty()) {
    reject("mutual TLS needs both a client certificate and its key",
           "set client_cert and client_key, or neither");
  }
  check_client_identity(settings);
  for (const char c : settings.user_agent) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      reject("the user agent of the connection holds a control character");
    }
  }
  return settings;
}

}  // namespace

Wiring::Wiring(HttpSettings chosen)
    : settings(checked(std::move(chosen))),
      proxies(settings),
      user_agent(settings.user_agent.empty() ? "ingest/" INGEST_VERSION : settings.user_agent) {}

Wiring::~Wiring() {
  wipe(settings.client_key_password);
  wipe(settings.proxy);
}

}  // namespace ingest::host::http

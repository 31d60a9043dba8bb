// tls_facts.hpp - what is known of a TLS connection and of the peer's certificate, whether the
// handshake succeeds or not. Observed through OpenSSL, which is libcurl's TLS here; verification
// itself stays with libcurl. Used on the engine's thread only.
#pragma once

#include "http/curl_library.hpp"

#include <memory>
#include <string>

namespace ingest::host::http {

struct TlsFacts {
  std::string protocol;  // "TLSv1.3"; empty until the handshake is done
  std::string cipher;
  std::string subject;  // common name, or what else names it
  std::string issuer;
  std::string until;               // "2027-01-31"
  std::string names;               // a few of those that the certificate is for
  int alert = -1;                  // SSL_AD_*, fatal and sent by the peer
  bool wants_certificate = false;  // the peer asked for one of ours

  // "TLSv1.3 (TLS_AES_256_GCM_SHA384), CN=..., issuer ..., until 2027-01-31"
  std::string text() const;
};

// Sees to it that the connections of ssl_ctx (an SSL_CTX*) are observed. The facts live as long
// as the connection, which may serve later requests.
std::shared_ptr<TlsFacts> observe_tls(void* ssl_ctx);

// The facts of the connection that easy is using; null without TLS. For use in callbacks, where
// there is one.
std::shared_ptr<TlsFacts> tls_facts_of(CURL* easy);

}  // namespace ingest::host::http

#include "http/tls_failure.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>

namespace ingest::host::http {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string certificate_failure(const Ending& e, const std::string& start) {
  const std::string reason = X509_verify_cert_error_string(e.verify_result);
  switch (e.verify_result) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:  // libcurl's mark for a chain that it did not come to judge
      return start + "certificate does not name " + e.host +
             (e.names.empty() ? "" : "; it is for " + e.names);
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
      return start + "certificate is not trusted (" + reason + ")";
    default:
      return start + "certificate is not valid (" + reason + ")";
  }
}

std::string of_client_certificate(const Ending& e, const std::string& why) {
  if (!e.has_certificate) {
    return e.authority + " wants a client certificate, and the connection has none: set " +
           "http.client_cert and http.client_key";
  }
  return e.authority + " refused the client certificate of http.client_cert (" + why + ")";
}

}  // namespace

bool blames_certificate(const Ending& e) {
  switch (e.tls_alert) {
    case SSL_AD_CERTIFICATE_REQUIRED:
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
      return true;
    case SSL_AD_HANDSHAKE_FAILURE:  // what TLS 1.2 has for a certificate that is not there
      return e.wants_certificate && !e.has_certificate;
    default:
      return false;
  }
}

std::string tls_failure(const Ending& e, const std::string& detail) {
  if (blames_certificate(e)) {
    return of_client_certificate(e, SSL_alert_desc_string_long(e.tls_alert));
  }
  const std::string start = "TLS handshake with " + e.authority + " failed: ";
  if (e.code == CURLE_PEER_FAILED_VERIFICATION) return certificate_failure(e, start);
  if (e.tls_alert == SSL_AD_PROTOCOL_VERSION || contains(detail, "unsupported protocol")) {
    return start + "it offers no TLS 1.2 or newer (" + detail + ")";
  }
  if (contains(detail, "wrong version number")) {
    return start + "what answers there is no TLS (" + detail + ")";
  }
  return start + detail;
}

std::optional<Verdict> certificate_demanded(const Ending& e, int http_status,
                                            std::string_view body) {
  constexpr int kStatuses[] = {400, 403, 495, 496};
  const bool refused =
      std::find(std::begin(kStatuses), std::end(kStatuses), http_status) != std::end(kStatuses);
  if (!e.wants_certificate || !refused || !contains(body, "SSL certificate")) return std::nullopt;
  return Verdict{INGEST_E_UNAVAILABLE, INGEST_HTTP_PHASE_TLS,
                 of_client_certificate(e, "HTTP " + std::to_string(http_status)),
                 AttemptEnd::kHopeless};
}

}  // namespace ingest::host::http

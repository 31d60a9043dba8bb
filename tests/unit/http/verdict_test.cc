#include "http/verdict.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>

namespace ingest::host::http {
namespace {

Ending at(CURLcode code) {
  Ending e;
  e.code = code;
  e.host = "host.test";
  e.authority = "host.test:443";
  e.elapsed = std::chrono::milliseconds(1500);
  return e;
}

TEST(Verdict, ATimeoutNamesItsPhase) {
  Ending e = at(CURLE_OPERATION_TIMEDOUT);
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_RESOLVE);
  EXPECT_EQ(judge(e).sentence, "resolving host.test timed out after 1500 ms");
  e.resolved = true;
  EXPECT_EQ(judge(e).sentence, "connecting to host.test:443 timed out after 1500 ms");
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_CONNECT);
  e.shaking_hands = true;
  EXPECT_EQ(judge(e).sentence, "TLS handshake with host.test:443 timed out after 1500 ms");
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_TLS);
  e.ready = true;
  EXPECT_EQ(judge(e).sentence, "sending the request to host.test:443 timed out after 1500 ms");
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_SEND);
  e.sent = true;
  EXPECT_EQ(judge(e).sentence, "waiting for the answer of host.test:443 timed out after 1500 ms");
  e.answering = true;
  e.received = 7;
  e.elapsed = std::chrono::seconds(60);
  EXPECT_EQ(judge(e).sentence,
            "receiving the answer of host.test:443 timed out after 60 s; 7 bytes of the body "
            "arrived");
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_EQ(judge(e).status, INGEST_E_TIMEOUT);
}

TEST(Verdict, BehindAProxyTheProxyIsNamed) {
  Ending e = at(CURLE_OPERATION_TIMEDOUT);
  e.proxy = "proxy.test:3128";
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_PROXY);
  EXPECT_NE(judge(e).sentence.find("proxy.test:3128"), std::string::npos);
  e.shaking_hands = true;
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_TLS);

  e = at(CURLE_COULDNT_CONNECT);
  e.proxy = "proxy.test:3128";
  e.os_error = ECONNREFUSED;
  EXPECT_EQ(judge(e).sentence, "connection refused by the proxy proxy.test:3128");
}

TEST(Verdict, CertificatesAreToldApart) {
  Ending e = at(CURLE_PEER_FAILED_VERIFICATION);
  e.shaking_hands = true;
  e.verify_result = X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
  EXPECT_EQ(judge(e).sentence,
            "TLS handshake with host.test:443 failed: certificate is not trusted (self-signed "
            "certificate in certificate chain)");
  e.verify_result = X509_V_ERR_CERT_HAS_EXPIRED;
  EXPECT_EQ(judge(e).sentence,
            "TLS handshake with host.test:443 failed: certificate is not valid (certificate has "
            "expired)");
  e.verify_result = X509_V_OK;
  e.names = "other.test";
  EXPECT_EQ(judge(e).sentence,
            "TLS handshake with host.test:443 failed: certificate does not name host.test; it is "
            "for other.test");
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_TLS);
}

TEST(Verdict, AClientCertificateThatIsWanted) {
  Ending e = at(CURLE_RECV_ERROR);
  e.ready = e.sent = true;
  e.wants_certificate = true;
  e.tls_alert = SSL_AD_CERTIFICATE_REQUIRED;
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_TLS);
  EXPECT_EQ(judge(e).end, AttemptEnd::kHopeless);
  EXPECT_EQ(judge(e).sentence,
            "host.test:443 wants a client certificate, and the connection has none: set "
            "http.client_cert and http.client_key");
  e.has_certificate = true;
  e.tls_alert = SSL_AD_UNKNOWN_CA;
  EXPECT_EQ(judge(e).sentence,
            "host.test:443 refused the client certificate of http.client_cert (unknown CA)");
  // The alert was lost with the connection.
  e.code = CURLE_SEND_ERROR;
  e.tls_alert = -1;
  e.detail = "getpeername() failed with errno 107: Transport endpoint is not connected";
  EXPECT_EQ(judge(e).sentence,
            "host.test:443 closed the connection without an answer (Failed sending data to the "
            "peer); it had asked for a client certificate");
  EXPECT_EQ(judge(e).end, AttemptEnd::kConnection);
}

TEST(Verdict, ProxiesThatWantToKnowWhoItIs) {
  Ending e = at(CURLE_RECV_ERROR);
  e.proxy = "proxy.test:3128";
  e.tunnel_status = 407;
  EXPECT_EQ(judge(e).sentence,
            "the proxy proxy.test:3128 wants a user name and a password: http.proxy holds none");
  EXPECT_EQ(judge(e).end, AttemptEnd::kHopeless);
  e.proxy_login = true;
  EXPECT_EQ(judge(e).sentence,
            "the proxy proxy.test:3128 refused the user name or the password of http.proxy");
  e = at(CURLE_PROXY);
  e.proxy = "proxy.test:1080";
  e.proxy_error = CURLPX_NO_AUTH;
  EXPECT_EQ(judge(e).sentence,
            "the proxy proxy.test:1080 wants a user name and a password: http.proxy holds none");
  e.proxy_login = true;
  e.proxy_error = CURLPX_USER_REJECTED;
  EXPECT_EQ(judge(e).sentence,
            "the proxy proxy.test:1080 refused the user name or the password of http.proxy");
  EXPECT_EQ(judge(e).end, AttemptEnd::kHopeless);
  e.proxy_error = CURLPX_REPLY_HOST_UNREACHABLE;
  EXPECT_EQ(judge(e).end, AttemptEnd::kConnection);
}

TEST(Verdict, WordsOfOthersStayOneLine) {
  Ending e = at(CURLE_RECV_ERROR);
  e.ready = e.answering = true;
  e.detail = "line one\nline two\r\n";
  EXPECT_EQ(judge(e).sentence.find('\n'), std::string::npos);
  EXPECT_EQ(judge(e).phase, INGEST_HTTP_PHASE_RECEIVE);
}

TEST(Verdict, KindsOfTrouble) {
  EXPECT_EQ(judge(at(CURLE_OK)).status, INGEST_OK);
  EXPECT_EQ(judge(at(CURLE_OK)).phase, INGEST_HTTP_PHASE_DONE);
  EXPECT_EQ(judge(at(CURLE_BAD_CONTENT_ENCODING)).status, INGEST_E_BAD_DATA);
  EXPECT_EQ(judge(at(CURLE_WEIRD_SERVER_REPLY)).status, INGEST_E_BAD_DATA);
  EXPECT_EQ(judge(at(CURLE_PARTIAL_FILE)).status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(judge(at(CURLE_OUT_OF_MEMORY)).status, INGEST_E_INTERNAL);
  Ending e = at(CURLE_WRITE_ERROR);
  e.too_large = "it announces 5 bytes, and the limit is 4";
  EXPECT_EQ(judge(e).status, INGEST_E_TOO_LARGE);
  EXPECT_EQ(judge(e).sentence,
            "the answer of host.test:443 is too large: it announces 5 bytes, and the limit is 4");
}

}  // namespace
}  // namespace ingest::host::http

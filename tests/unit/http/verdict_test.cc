#include "http/verdict.hpp"

#include <gtest/gtest.h>
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

// What goes over the wire to a real web server, and the certificates and versions that are refused.
#include "dast_truth.hpp"
#include "wire_run.hpp"

namespace ingest::wire {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

using Tls = Wire;

TEST_F(Tls, Http2AndGzipAreUsedAndARunEqualsTheTruth) {
  const Front front(tenant_, ca_);
  const e2e::ProcessResult result = run(connect(front));
  ASSERT_EQ(result.status, 0) << result.err;
  const e2e::CommittedRun done = latest();
  e2e::expect_equal_to_truth(done, tenant_);
  const std::vector<std::string> requests = front.requests();
  EXPECT_THAT(requests, Each(StartsWith("HTTP/2.0 TLSv1.3 200 gzip ")));
  EXPECT_THAT(requests, SizeIs(done.run.http().requests()));
  EXPECT_EQ(done.run.http().connections(), 1u);  // one for all: streams
  EXPECT_GT(done.run.http().max_in_flight(), 1u);
}

TEST_F(Tls, SoDoesTheOtherConnector) {
  const Front front(tenant_, ca_);
  const e2e::ProcessResult result = run(connect(front, "", "checkmarx-dast"));
  ASSERT_EQ(result.status, 0) << result.err;
  e2e::expect_equal_to_dast_truth(latest(), tenant_, false);
  EXPECT_THAT(front.requests(), Each(StartsWith("HTTP/2.0 TLSv1.3 ")));
}

TEST_F(Tls, Version12IsEnough) {
  const Front front(tenant_, ca_, {.tls = "TLSv1.2"});
  const e2e::ProcessResult result = run(connect(front));
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(front.requests(), Each(StartsWith("HTTP/2.0 TLSv1.2 ")));
}

TEST_F(Tls, OlderVersionsAreRefused) {
  const Front front(tenant_, ca_, {.tls = "TLSv1 TLSv1.1"});
  expect_network_failure(run(connect(front)), "TLS handshake with 0.0.0.0:" + front.port() +
                                                  " failed: it offers no TLS 1.2 or newer");
}

TEST_F(Tls, AnUnknownAuthorityIsRefused) {
  const Front front(tenant_, ca_);
  ca_file_.clear();
  expect_network_failure(run(connect(front)), "failed: certificate is not trusted (");
}

TEST_F(Tls, AnExpiredCertificateIsRefused) {
  const Front front(tenant_, ca_, {.days_valid = -1});
  expect_network_failure(run(connect(front)),
                         "failed: certificate is not valid (certificate has expired)");
}

TEST_F(Tls, AnotherHostsCertificateIsRefused) {
  const Front front(tenant_, ca_, {.names = "DNS:other.test"});
  expect_network_failure(run(connect(front)),
                         "failed: certificate does not name 0.0.0.0; it is for other.test");
}

}  // namespace
}  // namespace ingest::wire

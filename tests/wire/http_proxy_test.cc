// Runs through an HTTP proxy.
#include "dast_truth.hpp"
#include "wire_run.hpp"

namespace ingest::wire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class HttpProxied : public Wire {
 protected:
  const Front front_{tenant_, ca_};
};

// The URL of a proxy on loopback.
std::string proxy_url(const std::string& port, const std::string& login = "") {
  return "http://" + (login.empty() ? "" : login + "@") + "127.0.0.1:" + port;
}

constexpr const char* kFromEnvironment = "  proxy: ${env:MY_PROXY}\n";

TEST_F(HttpProxied, WithoutALogin) {
  const HttpProxy proxy;
  const e2e::ProcessResult result =
      run(connect(front_, "  proxy: " + proxy_url(proxy.port()) + "\n"));
  ASSERT_EQ(result.status, 0) << result.err;
  const e2e::CommittedRun done = latest();
  e2e::expect_equal_to_truth(done, tenant_);
  EXPECT_EQ(front_.requests().size(), done.run.http().requests());
  EXPECT_THAT(proxy.log(), HasSubstr("CONNECT 0.0.0.0:" + front_.port() + " HTTP/1.1"));
  EXPECT_THAT(front_.requests().front(), HasSubstr("HTTP/2.0 "));  // through the tunnel
}

TEST_F(HttpProxied, WithALogin) {
  const HttpProxy proxy({"me", kSecret});
  const auto connection = connect(front_, kFromEnvironment, "checkmarx-dast");
  const e2e::ProcessResult result =
      run(connection, {{"MY_PROXY", proxy_url(proxy.port(), std::string("me:") + kSecret)}});
  ASSERT_EQ(result.status, 0) << result.err;
  e2e::expect_equal_to_dast_truth(latest(), tenant_, false);
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(kSecret)));
  const e2e::ProcessResult test =
      workspace_.ingest({"test", connection.string()},
                        {{"MY_PROXY", proxy_url(proxy.port(), std::string("me:") + kSecret)}});
  EXPECT_EQ(test.status, 0) << test.out << test.err;
}

TEST_F(HttpProxied, AWrongLoginIsRefusedAndNotShown) {
  const HttpProxy proxy({"me", "another-password"});
  const auto connection = connect(front_, kFromEnvironment);
  expect_network_failure(
      run(connection, {{"MY_PROXY", proxy_url(proxy.port(), std::string("me:") + kSecret)}}),
      "the proxy 127.0.0.1:" + proxy.port() +
          " refused the user name or the password of http.proxy");
  expect_network_failure(run(connection, {{"MY_PROXY", proxy_url(proxy.port())}}),
                         "the proxy 127.0.0.1:" + proxy.port() +
                             " wants a user name and a password: http.proxy holds none");
  EXPECT_TRUE(front_.requests().empty());
}

TEST_F(HttpProxied, AProxyThatIsNotThereOrGetsNowhere) {
  std::string port;
  {
    const HttpProxy proxy;
    port = proxy.port();
  }
  expect_network_failure(run(connect(front_, "  proxy: " + proxy_url(port) + "\n")),
                         "connection refused by the proxy 127.0.0.1:" + port);
}

}  // namespace
}  // namespace ingest::wire

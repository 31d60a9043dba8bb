// Runs through a SOCKS5 proxy.
#include "wire_run.hpp"

namespace ingest::wire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SocksProxied : public Wire {
 protected:
  e2e::ProcessResult run_through(const SocksProxy& proxy, const std::string& login,
                                 const std::string& scheme = "socks5h") {
    const std::string url = scheme + "://" + login + "127.0.0.1:" + proxy.port();
    return run(connect(front_, "  proxy: ${env:MY_PROXY}\n"), {{"MY_PROXY", url}});
  }
  const Front front_{tenant_, ca_};
};

TEST_F(SocksProxied, WithoutALogin) {
  const SocksProxy proxy;
  for (const char* scheme : {"socks5h", "socks5"}) {
    const e2e::ProcessResult result = run_through(proxy, "", scheme);
    ASSERT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("HTTP/2"));
  }
  e2e::expect_equal_to_truth(latest(), tenant_);
}

TEST_F(SocksProxied, WithALogin) {
  const SocksProxy proxy({"me", kSecret});
  const e2e::ProcessResult result = run_through(proxy, std::string("me:") + kSecret + "@");
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(kSecret)));
}

// Only a run that went through it fails when it refuses.
TEST_F(SocksProxied, AWrongLoginIsRefusedAndNotShown) {
  const SocksProxy proxy({"me", "another"});
  expect_network_failure(run_through(proxy, std::string("me:") + kSecret + "@"),
                         "the proxy 127.0.0.1:" + proxy.port() +
                             " refused the user name or the password of http.proxy");
  expect_network_failure(run_through(proxy, ""),
                         "the proxy 127.0.0.1:" + proxy.port() +
                             " wants a user name and a password: http.proxy holds none");
  EXPECT_TRUE(front_.requests().empty());
}

}  // namespace
}  // namespace ingest::wire

// Which requests go around the proxy, and whose word counts: the connection file's, else the
// environment's.
#include "wire_run.hpp"

namespace ingest::wire {
namespace {

using ::testing::HasSubstr;

class NoProxy : public Wire {
 protected:
  // 0 when it went around the proxy, which nobody would answer.
  int status(const std::string& http, const e2e::Environment& environment) {
    const e2e::ProcessResult result = run(connect(front_, http), environment);
    if (result.status != 0) {
      EXPECT_THAT(result.err, HasSubstr("connection refused by the proxy 127.0.0.1:1"));
    }
    return result.status;
  }
  const Front front_{tenant_, ca_};
  const std::string dead_ = "http://127.0.0.1:1";
  const std::string configured_ = "  proxy: " + dead_ + "\n";
};

TEST_F(NoProxy, InTheConnectionFile) {
  EXPECT_EQ(status(configured_, {}), 5);
  EXPECT_EQ(status(configured_ + "  no_proxy: 0.0.0.0/8\n", {}), 0);
  EXPECT_EQ(
      status(configured_ + "  no_proxy: \"elsewhere.test, 0.0.0.0:" + front_.port() + "\"\n", {}),
      0);
  EXPECT_EQ(status(configured_ + "  no_proxy: elsewhere.test,0.0.0.0:1\n", {}), 5);
}

TEST_F(NoProxy, InTheEnvironment) {
  EXPECT_EQ(status("", {{"https_proxy", dead_}}), 5);
  EXPECT_EQ(status("", {{"ALL_PROXY", dead_}}), 5);
  EXPECT_EQ(status("", {{"HTTPS_PROXY", dead_}, {"NO_PROXY", "0.0.0.0"}}), 0);
  EXPECT_EQ(status(configured_, {{"no_proxy", "0.0.0.0"}}), 0);
}

TEST_F(NoProxy, TheFileOutdoesTheEnvironment) {
  EXPECT_EQ(status("  no_proxy: \"*\"\n", {{"https_proxy", dead_}}), 0);
  EXPECT_EQ(status(configured_ + "  no_proxy: elsewhere.test\n", {{"no_proxy", "0.0.0.0"}}), 5);
  const HttpProxy proxy;
  EXPECT_EQ(status("  proxy: http://127.0.0.1:" + proxy.port() + "\n", {{"https_proxy", dead_}}),
            0);
  EXPECT_THAT(proxy.log(), HasSubstr("CONNECT 0.0.0.0:"));
}

}  // namespace
}  // namespace ingest::wire

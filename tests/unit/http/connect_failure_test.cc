// Requests that die before anything is sent, and those whose server hangs up.
#include <gtest/gtest.h>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

TEST(ConnectFailure, AnUnknownName) {
  const Got got = fetch({.url = "https://no-such-host.invalid/x?y=z"});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RESOLVE);
  EXPECT_EQ(got.error, "could not resolve no-such-host.invalid");
  EXPECT_EQ(got.http_status, 0);
}

TEST(ConnectFailure, ARefusedConnection) {
  const std::string authority = "127.0.0.1:" + std::to_string(closed_port());
  const Got got = fetch({.url = "https://" + authority + "/"});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_CONNECT);
  EXPECT_EQ(got.error, "connection refused by " + authority);
  EXPECT_EQ(got.remote, authority);
}

TEST(ConnectFailure, AServerThatHangsUp) {
  LoopbackServer server([](Connection& connection) { connection.read_request(); });
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_EQ(got.error.find("127.0.0.1:" + std::to_string(server.port()) +
                           " closed the connection without an answer"),
            0u)
      << got.error;
}

TEST(ConnectFailure, AServerThatResets) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.reset();
  });
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE) << got.error;
}

TEST(ConnectFailure, AServerThatTakesNoBody) {
  LoopbackServer server([](Connection& connection) {
    connection.read_some();
    connection.reset();
  });
  const Got got =
      fetch({.url = server.url("/"), .method = "POST", .body = std::string(32u << 20, 'x')});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_SEND) << got.error;
}

TEST(ConnectFailure, AServerThatSpeaksNoHttp) {
  LoopbackServer server([](Connection& connection) {
    if (connection.read_request()) connection.send("220 mail.test ESMTP\r\n");
  });
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_BAD_DATA) << got.error;
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
}

TEST(ConnectOnly, SendsNothing) {
  std::atomic<size_t> received{0};
  std::atomic<bool> gone{false};
  LoopbackServer server([&](Connection& connection) {
    received += connection.read_some().size();
    gone = true;
  });
  const Got got = fetch({.url = server.url("/secret?token=x"),
                         .headers = "Authorization: Bearer t\n",
                         .flags = INGEST_HTTP_CONNECT_ONLY});
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_DONE);
  EXPECT_EQ(got.http_status, 0);
  EXPECT_EQ(got.remote, "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_GT(got.connect_us, 0u);
  for (int i = 0; i < 200 && !gone; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(gone);  // and the connection does not linger
  EXPECT_EQ(received, 0u);
}

TEST(ConnectOnly, TellsFailuresApartToo) {
  Ask ask{.url = "https://127.0.0.1:" + std::to_string(closed_port()),
          .flags = INGEST_HTTP_CONNECT_ONLY};
  EXPECT_EQ(fetch(ask).phase, INGEST_HTTP_PHASE_CONNECT);
  ask.url = "https://no-such-host.invalid";
  EXPECT_EQ(fetch(ask).phase, INGEST_HTTP_PHASE_RESOLVE);
}

}  // namespace
}  // namespace ingest::test

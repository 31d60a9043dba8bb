#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

// A port whose queue of connections is full: the kernel answers no more of them.
class FullPort {
 public:
  FullPort() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address_);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address_), size);
    ::listen(listener_, 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address_), &size);
    for (int i = 0; i < 4; ++i) {
      const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      static_cast<void>(::connect(fd, reinterpret_cast<sockaddr*>(&address_), size));
      fillers_.push_back(fd);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ~FullPort() {
    for (const int fd : fillers_) ::close(fd);
    ::close(listener_);
  }
  FullPort(const FullPort&) = delete;
  FullPort& operator=(const FullPort&) = delete;
  int port() const { return ntohs(address_.sin_port); }

 private:
  int listener_;
  sockaddr_in address_{};
  std::vector<int> fillers_;
};

TEST(Timeout, WhileConnecting) {
  const FullPort full;
  host::HttpSettings settings;
  settings.connect_timeout = std::chrono::milliseconds(300);
  const std::string authority = "127.0.0.1:" + std::to_string(full.port());
  const auto start = std::chrono::steady_clock::now();
  const Got got = fetch({.url = "https://" + authority + "/"}, settings);
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_CONNECT);
  EXPECT_EQ(got.error.find("connecting to " + authority + " timed out after "), 0u) << got.error;
  EXPECT_EQ(got.remote, authority);
  EXPECT_LT(since(start).count(), 2000);
}

TEST(Timeout, InTheHandshake) {
  LoopbackServer server([](Connection& connection) { connection.wait(std::chrono::seconds(20)); });
  const Got got =
      fetch({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/", .timeout_ms = 300});
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS);
  EXPECT_EQ(got.error.find("TLS handshake with 127.0.0.1:"), 0u) << got.error;
}

TEST(Timeout, WhileSending) {
  LoopbackServer server([](Connection& connection) {
    connection.read_some();
    connection.wait(std::chrono::seconds(20));
  });
  const Got got = fetch({.url = server.url("/"),
                         .method = "POST",
                         .body = std::string(48u << 20, 'x'),
                         .timeout_ms = 500});
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_SEND);
  EXPECT_EQ(got.error.find("sending the request to "), 0u) << got.error;
}

TEST(Timeout, WhileWaitingForTheAnswer) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.wait(std::chrono::seconds(20));
  });
  host::HttpSettings settings;
  settings.timeout = std::chrono::milliseconds(300);
  const Got got = fetch({.url = server.url("/")}, settings);
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_EQ(got.error.find("waiting for the answer of "), 0u) << got.error;
  EXPECT_EQ(got.http_status, 0);
}

TEST(Timeout, WhileReceiving) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345");
    connection.wait(std::chrono::seconds(20));
  });
  const Got got = fetch({.url = server.url("/"), .timeout_ms = 300});
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_NE(got.error.find("5 bytes of the body arrived"), std::string::npos) << got.error;
  EXPECT_EQ(got.body, "");
}

TEST(Timeout, ADripIsTooSlow) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    while (connection.send("x") && connection.wait(std::chrono::milliseconds(400))) {
    }
  });
  host::HttpSettings settings;
  settings.low_speed_limit = 1000;
  settings.low_speed_time = std::chrono::seconds(1);
  const auto start = std::chrono::steady_clock::now();
  const Got got = fetch({.url = server.url("/")}, settings);
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_NE(got.error.find("too slow"), std::string::npos) << got.error;
  EXPECT_LT(since(start).count(), 10000);
}

}  // namespace
}  // namespace ingest::test

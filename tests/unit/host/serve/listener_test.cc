// The listener, and clients that behave badly.
#include "serve/listener.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

using std::chrono::seconds;
using Clock = std::chrono::steady_clock;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
      throw std::runtime_error("can't connect");
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(const std::string& text) { ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL); }
  // All until the server closes.
  std::string receive(seconds limit = seconds(30)) {
    std::string all;
    const auto end = Clock::now() + limit;
    char bytes[4096];
    while (Clock::now() < end) {
      pollfd wait{fd_, POLLIN, 0};
      if (::poll(&wait, 1, 100) <= 0) continue;
      const ssize_t n = ::recv(fd_, bytes, sizeof(bytes), 0);
      if (n <= 0) return all;
      all.append(bytes, static_cast<std::size_t>(n));
    }
    return all + "(and it did not close)";
  }

 private:
  int fd_;
};

class ListenerTest : public ::testing::Test {
 protected:
  std::string ask(const std::string& text) {
    Client client(listener_.where().port);
    client.send(text);
    return client.receive();
  }
  static Page page(std::string_view path) {
    if (path == "/throws") throw std::runtime_error("no");
    if (path == "/large") return {200, "text/plain", std::string(4U << 20U, 'x')};
    if (path != "/page") return {404, "text/plain", "none\n"};
    return {200, "text/plain", "content\n"};
  }
  Listener listener_{parse_listen_address("127.0.0.1:0"), page};
};

TEST_F(ListenerTest, GetAndHead) {
  const std::string get = ask("GET /page?x=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(get, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(get, HasSubstr("\r\n\r\ncontent\n"));
  EXPECT_THAT(get, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(get, HasSubstr("Connection: close\r\n"));
  const std::string head = ask("HEAD /page HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("content\n")));
  EXPECT_THAT(ask("GET /page HTTP/1.0\r\n\r\n"), HasSubstr("content\n"));
  EXPECT_THAT(ask("GET /other HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(ask("GET /throws HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 500 "));
}

TEST_F(ListenerTest, WhatIsNoRequestForItIsRefused) {
  EXPECT_THAT(ask("POST /page HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"),
              ::testing::AnyOf(StartsWith("HTTP/1.1 405 "), StartsWith("HTTP/1.1 413 ")));
  EXPECT_THAT(ask("DELETE /page HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(ask("GET /page HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(ask("GET /page HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(ask("\x16\x03\x01 hello\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET  HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET /page HTTP/1.1\r\nX: " + std::string(20000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask("GET /" + std::string(20000, 'x') + " HTTP/1.1\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask("GET /page HTTP/1.1\r\n\r\n"), HasSubstr("content\n")) << "and it still serves";
}

TEST_F(ListenerTest, OneAnswerAConnection) {
  const std::string answer =
      ask("GET /page HTTP/1.1\r\n\r\nGET /page HTTP/1.1\r\n\r\n" + std::string(100000, 'x'));
  EXPECT_EQ(answer.find("HTTP/1.1"), answer.rfind("HTTP/1.1"));
}

TEST_F(ListenerTest, SlowClientsAreLeftAfterTenSeconds) {
  Client silent(listener_.where().port);
  Client slow(listener_.where().port);
  slow.send("GET /page HT");
  Client deaf(listener_.where().port);  // takes nothing of a page that no buffer holds
  deaf.send("GET /large HTTP/1.1\r\n\r\n");
  const auto begin = Clock::now();
  EXPECT_EQ(silent.receive(), "");
  EXPECT_EQ(slow.receive(), "");
  EXPECT_GE(Clock::now() - begin, seconds(8));
  EXPECT_LT(Clock::now() - begin, seconds(25));
  EXPECT_THAT(ask("GET /page HTTP/1.1\r\n\r\n"), HasSubstr("content\n"));
}

TEST_F(ListenerTest, TooManyAreToldSoAndGoneOnesMakeRoom) {
  std::vector<std::unique_ptr<Client>> many;
  for (std::size_t i = 0; i < Listener::kMostConnections; ++i) {
    many.push_back(std::make_unique<Client>(listener_.where().port));
    many.back()->send("GET /page HT");
  }
  EXPECT_THAT(ask("GET /page HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 503 "));
  many.clear();
  const auto until = Clock::now() + seconds(20);
  std::string answer;
  while (answer.find("content\n") == std::string::npos && Clock::now() < until)
    answer = ask("GET /page HTTP/1.1\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("content\n"));
}

TEST_F(ListenerTest, APortThatIsTakenIsAFailure) {
  try {
    Listener second(listener_.where(), page);
    FAIL() << "both listen";
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr(listener_.where().text()));
  }
}

TEST(ListenAddressTest, LoopbackUnlessWrittenOut) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:9464").text(), "127.0.0.1:9464");
  EXPECT_EQ(parse_listen_address(":9464").text(), "127.0.0.1:9464");
  EXPECT_EQ(parse_listen_address("9464").text(), "127.0.0.1:9464");
  EXPECT_EQ(parse_listen_address("[::1]:0").text(), "[::1]:0");
  EXPECT_TRUE(parse_listen_address("[::1]:0").is_loopback());
  EXPECT_FALSE(parse_listen_address("0.0.0.0:9464").is_loopback());
  for (const char* text : {"", "localhost:1", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                           "::1:80", "[127.0.0.1]:80", "1.2.3:80", "127.0.0.1:+1", "127.0.0.1:80x"})
    EXPECT_THROW(parse_listen_address(text), Failure) << text;
}

}  // namespace
}  // namespace ingest::host

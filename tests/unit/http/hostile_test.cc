// Servers that mean harm: whatever they send, the end comes soon, memory stays bounded, and the
// error says what it was.
#include <gtest/gtest.h>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

// Sends head once and then piece for ever.
LoopbackServer::Serve endless(std::string head, std::string piece) {
  return [head = std::move(head), piece = std::move(piece)](Connection& connection) {
    if (!connection.read_request() || !connection.send(head)) return;
    while (connection.send(piece)) {
    }
  };
}

TEST(Hostile, AHeaderLineOfAMegabyte) {
  LoopbackServer server([](Connection& connection) {
    if (!connection.read_request()) return;
    connection.send("HTTP/1.1 200 OK\r\nX-Long: " + std::string(1u << 20, 'x') +
                    "\r\nContent-Length: 0\r\n\r\n");
    connection.wait(std::chrono::seconds(20));
  });
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_TOO_LARGE) << got.error;
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_NE(got.error.find(" is too large: "), std::string::npos) << got.error;
}

TEST(Hostile, AHeaderLineWithoutEnd) {
  LoopbackServer server(endless("HTTP/1.1 200 OK\r\nX-Long: ", std::string(4096, 'x')));
  EXPECT_EQ(fetch({.url = server.url("/")}).status, INGEST_E_TOO_LARGE);
}

TEST(Hostile, InterimAnswersWithoutEnd) {
  for (const char* interim :
       {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n"}) {
    LoopbackServer server(endless("", interim));
    const Got got = fetch({.url = server.url("/")});
    EXPECT_EQ(got.status, INGEST_E_TOO_LARGE) << got.error;
  }
}

TEST(Hostile, AStatusLineWithoutEnd) {
  LoopbackServer server(endless("HTTP/1.1 200 ", std::string(4096, 'O')));
  EXPECT_EQ(fetch({.url = server.url("/")}).status, INGEST_E_TOO_LARGE);
}

TEST(Hostile, GarbageWithoutEnd) {
  LoopbackServer server(endless("", std::string(4096, '\x7f')));
  EXPECT_EQ(fetch({.url = server.url("/")}).status, INGEST_E_BAD_DATA);
}

TEST(Hostile, TrailersWithoutEnd) {
  LoopbackServer server(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
                                "X-Trailer: " + std::string(1000, 'x') + "\r\n"));
  EXPECT_EQ(fetch({.url = server.url("/")}).status, INGEST_E_TOO_LARGE);
}

TEST(Hostile, AChunkThatLiesAboutItsSize) {
  for (const char* size : {"ffffffffffffffff", "fffffffffffffffff", "-1", "zz"}) {
    LoopbackServer server(LoopbackServer::replying([size](const Received&) {
      return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(size) +
             "\r\nhalf\r\n0\r\n\r\n";
    }));
    const Got got = fetch({.url = server.url("/"), .timeout_ms = 1000});
    EXPECT_NE(got.status, INGEST_OK) << size;
    EXPECT_EQ(got.body, "") << size;
  }
}

TEST(Hostile, LengthsThatContradictEachOther) {
  LoopbackServer server([](Connection& connection) {
    if (!connection.read_request()) return;
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 2\r\n\r\nhalf");
  });
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_BAD_DATA);
  EXPECT_NE(got.error.find("it announces two different lengths"), std::string::npos) << got.error;
}

TEST(Hostile, LengthsThatAreNone) {
  for (const char* length : {"-4", "99999999999999999999999", "four", "0x4"}) {
    LoopbackServer server([length](Connection& connection) {
      if (!connection.read_request()) return;
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::string(length) + "\r\n\r\nhalf");
    });
    const Got got = fetch({.url = server.url("/"), .timeout_ms = 1000});
    // Whatever is made of it, less than what was sent does not pass for an answer.
    EXPECT_TRUE(got.status != INGEST_OK || got.body == "half") << length << ": " << got.body;
  }
}

// One byte now and then, in the headers already: the whole attempt's time is the bound.
TEST(Hostile, ADripEndsWithItsTime) {
  for (const char* head : {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n\r\n", ""}) {
    LoopbackServer server([head](Connection& connection) {
      if (!connection.read_request() || !connection.send(head)) return;
      while (connection.send("x") && connection.wait(std::chrono::milliseconds(20))) {
      }
    });
    const auto start = std::chrono::steady_clock::now();
    const Got got = fetch({.url = server.url("/"), .timeout_ms = 300});
    EXPECT_NE(got.status, INGEST_OK) << head;
    EXPECT_LT(since(start).count(), 2000) << head;
  }
}

TEST(Hostile, ARedirectToItself) {
  std::atomic<int> requests{0};
  LoopbackServer server(LoopbackServer::replying([&](const Received&) {
    ++requests;
    return answer(302, "Location: /again\r\n");
  }));
  EXPECT_EQ(fetch({.url = server.url("/")}).http_status, 302);
  EXPECT_EQ(requests, 6);
}

}  // namespace
}  // namespace ingest::test

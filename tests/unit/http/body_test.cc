// Bodies: encoded, oversized, broken off, shared.
#include <gtest/gtest.h>

#include "gzip.hpp"
#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

LoopbackServer::Serve saying(const std::string& answer) {
  return LoopbackServer::replying([answer](const Received&) { return answer; });
}

// Sends and closes.
LoopbackServer::Serve saying_once(const std::string& answer) {
  return [answer](Connection& connection) {
    if (connection.read_request()) connection.send(answer);
  };
}

TEST(Body, GzipIsRemoved) {
  const std::string plain(100000, 'g');
  LoopbackServer server(saying(ok(compressed(plain), "Content-Encoding: gzip\r\n")));
  host::HttpEngine engine({});
  FakeCall call;
  const Got got = Client(engine).perform(call, {.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_EQ(got.body, plain);
  EXPECT_LT(engine.stats().bytes_received, 2000u);  // counted as it came
}

TEST(Body, BrokenGzipIsBadData) {
  LoopbackServer server(saying(ok("this is no gzip", "Content-Encoding: gzip\r\n")));
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_BAD_DATA) << got.error;
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_EQ(got.body, "");
}

// Its length is right, so libcurl has nothing to complain of.
TEST(Body, GzipThatEndsEarlyIsNoAnswer) {
  const std::string half = compressed(std::string(100000, 'g')).substr(0, 60);
  LoopbackServer server(saying(ok(half, "Content-Encoding: gzip\r\n")));
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_EQ(got.body, "");
  EXPECT_NE(got.error.find("broke off: "), std::string::npos) << got.error;
}

TEST(Body, AnEncodedNothingIsNothing) {
  LoopbackServer server(saying(ok("", "Content-Encoding: gzip\r\n")));
  EXPECT_EQ(fetch({.url = server.url("/")}).status, INGEST_OK);
}

TEST(Body, AnUnknownEncodingIsBadData) {
  LoopbackServer server(saying(ok("???", "Content-Encoding: br\r\n")));
  EXPECT_EQ(fetch({.url = server.url("/")}).status, INGEST_E_BAD_DATA);
}

TEST(Body, AnAnnouncedExcessIsRefusedAtOnce) {
  // The announced rest never comes: waiting for it would be a timeout.
  LoopbackServer server([](Connection& connection) {
    if (!connection.read_request()) return;
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\nx");
    connection.wait(std::chrono::seconds(20));
  });
  const Got got = fetch({.url = server.url("/"), .max_body = 1000});
  EXPECT_EQ(got.status, INGEST_E_TOO_LARGE);
  EXPECT_EQ(got.error, "the answer of 127.0.0.1:" + std::to_string(server.port()) +
                           " is too large: it announces 1001 bytes, and the limit is 1000");
}

TEST(Body, AnEndlessBodyIsCut) {
  LoopbackServer server([](Connection& connection) {
    if (!connection.read_request()) return;
    connection.send("HTTP/1.1 200 OK\r\n\r\n");
    while (connection.send(std::string(4096, 'x'))) {
    }
  });
  host::HttpSettings settings;
  settings.max_body = 100000;
  const Got got = fetch({.url = server.url("/")}, settings);
  EXPECT_EQ(got.status, INGEST_E_TOO_LARGE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_NE(got.error.find("limit of 100000"), std::string::npos) << got.error;
}

TEST(Body, AGzipBombIsCutAtTheBound) {
  const std::string bomb = compressed(std::string(64u << 20, '\0'));
  ASSERT_LT(bomb.size(), 100000u);
  LoopbackServer server(saying(ok(bomb, "Content-Encoding: gzip\r\n")));
  const Got got = fetch({.url = server.url("/"), .max_body = 1u << 20});
  EXPECT_EQ(got.status, INGEST_E_TOO_LARGE);
  // It was stopped soon after the bound, not at the end.
  const size_t at = got.error.find(" at ") + 4;
  EXPECT_LT(std::stoul(got.error.substr(at)), (1u << 20) + (64u << 10)) << got.error;
}

TEST(Body, ExactlyTheBoundFits) {
  LoopbackServer server(saying(ok(std::string(1000, 'x'))));
  EXPECT_EQ(fetch({.url = server.url("/"), .max_body = 1000}).status, INGEST_OK);
  EXPECT_EQ(fetch({.url = server.url("/"), .max_body = 999}).status, INGEST_E_TOO_LARGE);
}

TEST(Body, EndlessHeadersAreCut) {
  LoopbackServer server([](Connection& connection) {
    if (!connection.read_request()) return;
    connection.send("HTTP/1.1 200 OK\r\n");
    while (connection.send("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_TOO_LARGE) << got.error;
  EXPECT_NE(got.error.find("262144"), std::string::npos) << got.error;
}

TEST(Body, ATruncatedBodyIsNoAnswer) {
  LoopbackServer server(saying_once("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_EQ(got.body, "");
  EXPECT_NE(got.error.find("broke off: 4 bytes"), std::string::npos) << got.error;
}

TEST(Body, ATruncatedChunkIsNoAnswer) {
  LoopbackServer server(
      saying_once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf"));
  EXPECT_EQ(fetch({.url = server.url("/")}).status, INGEST_E_UNAVAILABLE);
}

TEST(Body, CanBeSharedBeyondItsRelease) {
  const std::string plain(100000, 's');
  LoopbackServer server(saying(ok(plain)));
  host::HttpEngine engine({});
  const Client client(engine);
  FakeCall call;
  client.submit(call, {.url = server.url("/")});
  const ingest_http_response* response = nullptr;
  ASSERT_EQ(client.next(call, &response), INGEST_OK);
  const char* data = static_cast<const char*>(response->body.data);
  const auto body = engine.share_body(data + 10, plain.size() - 10);
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(body->data(), data);  // not a copy
  EXPECT_EQ(engine.share_body(data, plain.size() + 1), nullptr);
  EXPECT_EQ(engine.share_body(data + plain.size(), 1), nullptr);
  EXPECT_EQ(engine.share_body(data - 1, 2), nullptr);
  EXPECT_EQ(engine.share_body(plain.data(), plain.size()), nullptr);
  EXPECT_EQ(engine.share_body(data, 0), nullptr);
  client.release(response);
  EXPECT_EQ(engine.share_body(data, 1), nullptr);
  EXPECT_EQ(*body, plain);
}

}  // namespace
}  // namespace ingest::test

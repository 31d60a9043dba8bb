// What is sent, and what comes back, when all goes well.
#include <gtest/gtest.h>

#include <mutex>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

// Keeps the last request it answered.
struct Recorder {
  LoopbackServer::Serve serve() {
    return LoopbackServer::replying([this](const Received& request) {
      const std::lock_guard lock(mutex);
      last = request;
      return request.method == "HEAD" ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                                      : ok("hello", "X-Answer: Yes\r\n");
    });
  }
  std::mutex mutex;
  Received last;
};

TEST(Message, AnAnswerIsWhole) {
  Recorder recorder;
  LoopbackServer server(recorder.serve());
  const Got got = fetch({.url = server.url("/a?b=c"), .tag = 42});
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_DONE);
  EXPECT_EQ(got.http_status, 200);
  EXPECT_EQ(got.http_version, 11);
  EXPECT_EQ(got.tag, 42u);
  EXPECT_EQ(got.attempts, 1u);
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.headers, "x-answer: Yes\ncontent-length: 5\n");
  EXPECT_EQ(got.url, server.url("/a?b=c"));
  EXPECT_EQ(got.remote, "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(got.tls, "");
  EXPECT_EQ(got.error, "");
  EXPECT_GT(got.connect_us, 0u);
  EXPECT_GT(got.first_byte_us, 0u);
  EXPECT_GE(got.total_us, got.first_byte_us);
}

TEST(Message, CarriesWhatWasAsked) {
  Recorder recorder;
  LoopbackServer server(recorder.serve());
  fetch({.url = server.url("/a?b=c"), .headers = "Authorization: Bearer t\nAccept: x/y\n"});
  EXPECT_EQ(recorder.last.method, "GET");
  EXPECT_EQ(recorder.last.target, "/a?b=c");
  EXPECT_TRUE(recorder.last.has("\r\nAuthorization: Bearer t\r\n"));
  EXPECT_TRUE(recorder.last.has("\r\nAccept: x/y\r\n"));
  EXPECT_TRUE(recorder.last.has("\r\nUser-Agent: ingest/1."));
  EXPECT_TRUE(recorder.last.has("\r\nAccept-Encoding: gzip, deflate\r\n"));
  const size_t at = recorder.last.head.find("\r\nCorrelationId: ");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(recorder.last.head.find("\r\n", at + 2) - at, 2 + 15 + 36u);
}

TEST(Message, MethodsAndBodies) {
  Recorder recorder;
  LoopbackServer server(recorder.serve());
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    const Got got = fetch({.url = server.url("/"), .method = method, .body = "grant=x"});
    EXPECT_EQ(got.status, INGEST_OK) << got.error;
    EXPECT_EQ(recorder.last.method, method);
    EXPECT_EQ(recorder.last.body, "grant=x") << method;
    EXPECT_FALSE(recorder.last.has("Content-Type")) << method;
  }
  fetch({.url = server.url("/"), .method = "POST"});
  EXPECT_TRUE(recorder.last.has("Content-Length: 0\r\n"));
  const Got head = fetch({.url = server.url("/"), .method = "HEAD"});
  EXPECT_EQ(head.status, INGEST_OK) << head.error;
  EXPECT_EQ(recorder.last.method, "HEAD");
  EXPECT_EQ(head.body, "");
}

TEST(Message, ALargeBodyGoesWithoutAPause) {
  Recorder recorder;
  LoopbackServer server(recorder.serve());
  const std::string body(3u << 20, 'b');
  const Got got = fetch({.url = server.url("/"), .method = "POST", .body = body});
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_EQ(recorder.last.body, body);
  EXPECT_FALSE(recorder.last.has("Expect"));
}

TEST(Message, AnErrorStatusIsAnAnswer) {
  LoopbackServer server(LoopbackServer::replying(
      [](const Received&) { return answer(503, "Retry-After: 7\r\n", "busy"); }));
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_OK);
  EXPECT_EQ(got.http_status, 503);
  EXPECT_EQ(got.body, "busy");
  EXPECT_NE(got.headers.find("retry-after: 7\n"), std::string::npos);
}

TEST(Message, CookiesAreNotKept) {
  std::atomic<bool> came_back{false};
  LoopbackServer server(LoopbackServer::replying([&](const Received& request) {
    if (request.has("Cookie")) came_back = true;
    return ok("x", "Set-Cookie: a=b\r\n");
  }));
  host::HttpEngine engine({});
  FakeCall call;
  for (int i = 0; i < 3; ++i) Client(engine).perform(call, {.url = server.url("/")});
  EXPECT_FALSE(came_back);
}

TEST(Message, RefusedRequestsAreAnsweredAndNotSent) {
  Recorder recorder;
  LoopbackServer server(recorder.serve());
  for (const Ask& ask : {Ask{.url = server.url("/"), .headers = "A: b\r\nX: y\n"},
                         Ask{.url = server.url("/"), .method = "GET / HTTP/1.1\r\nX: y"},
                         Ask{.url = server.url("/"), .headers = "Host: other\n"},
                         Ask{.url = "http://192.0.2.1/"}, Ask{.url = "https://u:p@127.0.0.1/"}}) {
    const Got got = fetch(ask);
    EXPECT_EQ(got.status, INGEST_E_CONFIG);
    EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_START);
    EXPECT_EQ(got.attempts, 1u);
    EXPECT_NE(got.error, "");
  }
  EXPECT_EQ(server.connections(), 0u);
}

}  // namespace
}  // namespace ingest::test

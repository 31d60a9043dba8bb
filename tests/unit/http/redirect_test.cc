#include <gtest/gtest.h>

#include <mutex>
#include <vector>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

std::string moved(int status, const std::string& to) {
  return answer(status, "Location: " + to + "\r\n", "moved");
}

TEST(Redirect, SameHostIsFollowedWithTheToken) {
  std::vector<Received> seen;
  LoopbackServer server(LoopbackServer::replying([&](const Received& request) {
    seen.push_back(request);
    return request.target == "/a" ? moved(302, "/b?c=d") : ok("there");
  }));
  host::HttpEngine engine({});
  FakeCall call;
  const Got got = Client(engine).perform(
      call, {.url = server.url("/a"), .headers = "Authorization: Bearer t\n"});
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_EQ(got.body, "there");
  EXPECT_EQ(got.url, server.url("/b?c=d"));
  EXPECT_EQ(got.attempts, 1u);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[1].target, "/b?c=d");
  EXPECT_TRUE(seen[1].has("Authorization: Bearer t"));
  EXPECT_EQ(engine.stats().requests, 2u);
  EXPECT_EQ(engine.stats().connections, 1u);
}

TEST(Redirect, AnotherHostIsTheAnswerAndNeverSeesTheToken) {
  std::mutex mutex;
  std::string leaked;
  LoopbackServer other(LoopbackServer::replying([&](const Received& request) {
    const std::lock_guard lock(mutex);
    leaked += request.head;
    return ok("stolen");
  }));
  // Another port, another name of the same machine, another scheme.
  for (const std::string& to : {other.url("/b"), other.url("/b", "localhost"),
                                "https://127.0.0.1:" + std::to_string(other.port()) + "/",
                                "//127.0.0.1:" + std::to_string(other.port()) + "/b"}) {
    LoopbackServer server(
        LoopbackServer::replying([&](const Received&) { return moved(307, to); }));
    const Got got = fetch({.url = server.url("/a"), .headers = "Authorization: Bearer t\n"});
    EXPECT_EQ(got.status, INGEST_OK);
    EXPECT_EQ(got.http_status, 307) << to;
    EXPECT_EQ(got.body, "moved");
    EXPECT_EQ(got.url, server.url("/a"));
    EXPECT_NE(got.headers.find("location: " + to), std::string::npos);
  }
  EXPECT_EQ(leaked, "");
  EXPECT_EQ(other.connections(), 0u);
}

TEST(Redirect, ALoopEndsAfterFive) {
  std::atomic<int> requests{0};
  LoopbackServer server(LoopbackServer::replying([&](const Received&) {
    ++requests;
    return moved(301, "/again");
  }));
  const Got got = fetch({.url = server.url("/")});
  EXPECT_EQ(got.status, INGEST_OK);
  EXPECT_EQ(got.http_status, 301);
  EXPECT_EQ(requests, 6);
}

TEST(Redirect, OnlyWhereTheMethodStays) {
  std::vector<Received> seen;
  const auto ask = [&](const char* method, int status) {
    seen.clear();
    LoopbackServer server(LoopbackServer::replying([&](const Received& request) {
      seen.push_back(request);
      return request.target == "/a" ? moved(status, "/b") : ok("");
    }));
    return fetch({.url = server.url("/a"), .method = method, .body = "form"}).http_status;
  };
  for (const int status : {301, 302, 303}) {
    EXPECT_EQ(ask("POST", status), status);
    EXPECT_EQ(seen.size(), 1u) << status;
  }
  for (const int status : {307, 308}) {
    EXPECT_EQ(ask("POST", status), 200);
    ASSERT_EQ(seen.size(), 2u) << status;
    EXPECT_EQ(seen[1].method, "POST");
    EXPECT_EQ(seen[1].body, "form");
  }
  EXPECT_EQ(ask("GET", 303), 200);
  EXPECT_EQ(ask("GET", 300), 300);
  EXPECT_EQ(ask("GET", 304), 304);
}

TEST(Redirect, TheTimeoutCoversTheWholeAttempt) {
  LoopbackServer server([](Connection& connection) {
    while (connection.read_request() && connection.wait(std::chrono::milliseconds(150))) {
      connection.send(moved(302, "/again"));
    }
  });
  const auto start = std::chrono::steady_clock::now();
  const Got got = fetch({.url = server.url("/"), .timeout_ms = 400});
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_LT(since(start).count(), 800);
}

}  // namespace
}  // namespace ingest::test

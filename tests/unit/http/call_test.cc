// What happens around next: cancellation, nothing outstanding, ended calls, an ended engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <thread>
#include <vector>

#include "http/call_queue.hpp"
#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

using std::chrono::milliseconds;

LoopbackServer::Serve silent() {
  return [](Connection& connection) {
    connection.read_request();
    connection.wait(std::chrono::seconds(30));
  };
}

TEST(Call, NothingOutstandingIsSaidAtOnce) {
  host::HttpEngine engine({});
  FakeCall call;
  const ingest_http_response* response = nullptr;
  EXPECT_EQ(Client(engine).next(call, &response, -1), INGEST_E_UNSUPPORTED);
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }));
  Client(engine).perform(call, {.url = server.url("/")});
  EXPECT_EQ(Client(engine).next(call, &response, -1), INGEST_E_UNSUPPORTED);
  EXPECT_EQ(response, nullptr);
}

TEST(Call, AnAnswerThatNeverComesIsNotWaitedFor) {
  host::http::CallQueue queue;
  ASSERT_TRUE(queue.expect_one());
  std::thread engine([&] {
    std::this_thread::sleep_for(milliseconds(20));
    queue.abandon_one();
  });
  std::unique_ptr<host::http::Response> response;
  EXPECT_EQ(queue.take(
                milliseconds(-1), [] { return false; }, response),
            host::http::CallQueue::Taken::kNothing);
  engine.join();
}

TEST(Call, NextTimesOut) {
  LoopbackServer server(silent());
  host::HttpEngine engine({});
  FakeCall call;
  Client(engine).submit(call, {.url = server.url("/")});
  const ingest_http_response* response = nullptr;
  EXPECT_EQ(Client(engine).next(call, &response, 0), INGEST_E_TIMEOUT);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Client(engine).next(call, &response, 120), INGEST_E_TIMEOUT);
  EXPECT_GE(since(start).count(), 120);
  EXPECT_LT(since(start).count(), 1000);
}

// The best of several: a machine with more to do than it can holds any thread up.
TEST(Call, CancellationWakesNextWithin200Ms) {
  LoopbackServer server(silent());
  host::HttpEngine engine({});
  std::deque<FakeCall> calls;
  auto best = std::chrono::steady_clock::duration::max();
  for (int attempt = 0; attempt < 10 && best >= milliseconds(200); ++attempt) {
    FakeCall& call = calls.emplace_back();
    Client(engine).submit(call, {.url = server.url("/")});
    std::chrono::steady_clock::time_point cancelled;
    std::thread host([&] {
      std::this_thread::sleep_for(milliseconds(100));
      cancelled = std::chrono::steady_clock::now();
      call.cancelled = true;
    });
    const ingest_http_response* response = nullptr;
    const ingest_status status = Client(engine).next(call, &response, -1);
    const auto ended = std::chrono::steady_clock::now();
    host.join();
    ASSERT_EQ(status, INGEST_E_CANCELLED);
    best = std::min(best, ended - cancelled);
  }
  EXPECT_LT(best, milliseconds(200));
}

TEST(Call, AnswersGoToTheCallThatAsked) {
  LoopbackServer server(
      LoopbackServer::replying([](const Received& request) { return ok(request.target); }));
  host::HttpEngine engine({});
  const Client client(engine);
  FakeCall one, two;
  for (uint64_t i = 0; i < 10; ++i) {
    client.submit(one, {.url = server.url("/one"), .tag = 1});
    client.submit(two, {.url = server.url("/two"), .tag = 2});
  }
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(client.take(two).body, "/two");
    EXPECT_EQ(client.take(one).body, "/one");
  }
}

TEST(Call, AnEndedCallTakesItsRequestsAndResponsesAlong) {
  std::atomic<int> silent_ones{0}, hung_up{0};
  LoopbackServer server([&](Connection& connection) {
    while (const auto request = connection.read_request()) {
      if (request->target == "/?silent") {
        ++silent_ones;
        if (connection.read_some().empty()) ++hung_up;
        return;
      }
      connection.send(ok("body"));
    }
  });
  host::HttpSettings settings;
  settings.max_concurrency = 3;
  host::HttpEngine engine(settings);
  const Client client(engine);
  FakeCall call;
  const void* body = nullptr;
  {
    const host::HttpCallScope scope(engine, call.get());
    client.submit(call, {.url = server.url("/")});
    const ingest_http_response* unreleased = nullptr;
    ASSERT_EQ(client.next(call, &unreleased), INGEST_OK);
    body = unreleased->body.data;
    EXPECT_NE(engine.share_body(body, 4), nullptr);
    for (int i = 0; i < 50; ++i) client.submit(call, {.url = server.url("/?silent")});
    while (silent_ones < 3) std::this_thread::sleep_for(milliseconds(5));
  }
  EXPECT_EQ(engine.share_body(body, 4), nullptr);
  for (int i = 0; i < 400 && hung_up < 3; ++i) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(hung_up, 3);      // those in flight were broken off
  EXPECT_EQ(silent_ones, 3);  // those waiting were never sent
  // The slots are free again, and the same address may come back as another call.
  EXPECT_EQ(client.perform(call, {.url = server.url("/")}).status, INGEST_OK);
}

TEST(Call, ReleaseWorksFromAnyThreadAndOnlyOnce) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }));
  host::HttpEngine engine({});
  const Client client(engine);
  FakeCall call;
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    client.submit(call, {.url = server.url("/")});
    const ingest_http_response* response = nullptr;
    ASSERT_EQ(client.next(call, &response), INGEST_OK);
    threads.emplace_back([&client, response] {
      client.release(response);
      client.release(response);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Call, AnEngineEndsWithRequestsInFlight) {
  LoopbackServer server(silent());
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) {
    host::HttpEngine engine({});
    FakeCall call;
    for (int k = 0; k < 20; ++k) Client(engine).submit(call, {.url = server.url("/")});
    std::this_thread::sleep_for(milliseconds(10 * i));
  }
  EXPECT_LT(since(start).count(), 2000);
}

TEST(Call, AnEngineEndsWhileResolving) {
  const auto start = std::chrono::steady_clock::now();
  {
    host::HttpEngine engine({});
    FakeCall call;
    Client(engine).submit(call, {.url = "https://no-such-host.invalid/"});
  }
  EXPECT_LT(since(start).count(), 1000);
}

TEST(Call, MisuseIsAnErrorAndNoCrash) {
  host::HttpEngine engine({});
  const ingest_http* http = engine.table();
  FakeCall call;
  ingest_error error{};
  ingest_http_request request{};
  EXPECT_EQ(http->submit(http, call.get(), nullptr, &error), INGEST_E_INTERNAL);
  EXPECT_EQ(http->submit(http, call.get(), &request, &error), INGEST_E_INTERNAL);  // no size
  request.struct_size = sizeof(request);
  request.url = {nullptr, 5};
  EXPECT_EQ(http->submit(http, call.get(), &request, &error), INGEST_E_INTERNAL);
  EXPECT_NE(std::string(error.message), "");
  EXPECT_EQ(http->submit(http, nullptr, &request, nullptr), INGEST_E_INTERNAL);
  EXPECT_EQ(http->next(http, call.get(), 0, nullptr, nullptr), INGEST_E_INTERNAL);
  http->release(http, nullptr);
}

}  // namespace
}  // namespace ingest::test

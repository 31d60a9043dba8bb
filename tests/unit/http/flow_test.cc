// Many requests on one engine: how many at once, how often, in which order, on which connections.
#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

using std::chrono::milliseconds;

TEST(Flow, TheConcurrencyBoundHolds) {
  std::atomic<int> now{0}, most{0};
  LoopbackServer server([&](Connection& connection) {
    while (connection.read_request()) {
      const int mine = ++now;
      int seen = most;
      while (mine > seen && !most.compare_exchange_weak(seen, mine)) {
      }
      connection.wait(milliseconds(30));
      --now;
      if (!connection.send(ok("x"))) return;
    }
  });
  host::HttpSettings settings;
  settings.max_concurrency = 4;
  host::HttpEngine engine(settings);
  EXPECT_EQ(engine.table()->max_concurrency, 4u);
  const Client client(engine);
  FakeCall call;
  for (uint64_t i = 0; i < 40; ++i) client.submit(call, {.url = server.url("/"), .tag = i});
  std::set<uint64_t> tags;
  for (int i = 0; i < 40; ++i) {
    const Got got = client.take(call);
    EXPECT_EQ(got.status, INGEST_OK) << got.error;
    tags.insert(got.tag);
  }
  EXPECT_EQ(tags.size(), 40u);
  EXPECT_EQ(most, 4);
  EXPECT_EQ(engine.stats().max_in_flight, 4u);
  EXPECT_EQ(engine.stats().requests, 40u);
  EXPECT_EQ(engine.stats().retries, 0u);
  EXPECT_LE(engine.stats().connections, 4u);
  EXPECT_EQ(engine.stats().connections, server.connections());
}

TEST(Flow, AnswersComeAsTheyEnd) {
  LoopbackServer server([](Connection& connection) {
    while (const auto request = connection.read_request()) {
      connection.wait(milliseconds(request->target == "/slow" ? 300 : 10));
      connection.send(ok("x"));
    }
  });
  host::HttpEngine engine({});
  const Client client(engine);
  FakeCall call;
  client.submit(call, {.url = server.url("/slow"), .tag = 1});
  client.submit(call, {.url = server.url("/fast"), .tag = 2});
  EXPECT_EQ(client.take(call).tag, 2u);
  EXPECT_EQ(client.take(call).tag, 1u);
}

TEST(Flow, ConnectionsAreKept) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }));
  host::HttpEngine engine({});
  FakeCall call;
  uint64_t sent = 0;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Client(engine).perform(call, {.url = server.url("/")}).status, INGEST_OK);
    EXPECT_GT(engine.stats().bytes_sent, sent);
    sent = engine.stats().bytes_sent;
  }
  EXPECT_EQ(server.connections(), 1u);
  EXPECT_EQ(engine.stats().connections, 1u);
  EXPECT_GT(engine.stats().bytes_received, 10u * 30);
}

TEST(Flow, ADeadPooledConnectionIsReplacedUnlessRepeatingIsForbidden) {
  std::atomic<int> requests{0};
  // Answers one request of a connection and hangs up at the next.
  LoopbackServer server([&](Connection& connection) {
    if (connection.read_request() && ++requests > 0) connection.send(ok("x"));
    if (connection.read_request()) ++requests;
  });
  host::HttpEngine engine({});
  FakeCall call;
  const Client client(engine);
  const Ask post{.url = server.url("/"), .method = "POST", .flags = INGEST_HTTP_NO_RETRY};
  EXPECT_EQ(client.perform(call, post).status, INGEST_OK);
  EXPECT_EQ(client.perform(call, post).status, INGEST_OK);
  EXPECT_EQ(requests, 2);  // none was sent twice
  EXPECT_EQ(client.perform(call, {.url = server.url("/")}).status, INGEST_OK);
  EXPECT_GE(requests, 3);
}

TEST(Flow, TheRateIsKept) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }));
  host::HttpSettings settings;
  settings.requests_per_second = 20;
  host::HttpEngine engine(settings);
  const Client client(engine);
  FakeCall call;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 11; ++i) client.submit(call, {.url = server.url("/")});
  for (int i = 0; i < 11; ++i) EXPECT_EQ(client.take(call).status, INGEST_OK);
  EXPECT_GE(since(start).count(), 480);
  EXPECT_LT(since(start).count(), 1500);
}

TEST(Flow, ThreadsOfOneCallShareItsAnswers) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }));
  host::HttpEngine engine({});
  const Client client(engine);
  FakeCall call;
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        client.submit(call, {.url = server.url("/")});
        if (client.take(call).status == INGEST_OK) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 100);
}

TEST(Flow, ARunawayConnectorIsStopped) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.wait(std::chrono::seconds(20));
  });
  host::HttpEngine engine({});
  FakeCall call;
  ingest_status status = INGEST_OK;
  int accepted = 0;
  while (accepted < 20000 &&
         (status = Client(engine).submit(call, {.url = server.url("/")})) == INGEST_OK) {
    ++accepted;
  }
  EXPECT_EQ(status, INGEST_E_TOO_LARGE);
  EXPECT_EQ(accepted, 10000);
}

}  // namespace
}  // namespace ingest::test

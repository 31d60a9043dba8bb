// What the engine does when a server complains, and when one request is slow.
#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <vector>

#include "http/backoff.hpp"
#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

using std::chrono::milliseconds;
using TimePoint = std::chrono::steady_clock::time_point;

std::unique_ptr<host::RetryPolicy> quick(unsigned attempts = 5) {
  host::RetryLimits limits;
  limits.max_attempts = attempts;
  limits.initial_backoff = limits.max_backoff = milliseconds(2);
  return std::make_unique<host::Backoff>(limits);
}

host::HttpSettings with_concurrency(unsigned n) {
  host::HttpSettings settings;
  settings.max_concurrency = n;
  return settings;
}

// Counts what is in flight, and the most that it saw since it was asked last.
class Gauge {
 public:
  void enter() {
    const std::lock_guard lock(mutex_);
    most_ = std::max(most_, ++now_);
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --now_;
  }
  int take_most() {
    const std::lock_guard lock(mutex_);
    return std::exchange(most_, now_);
  }

 private:
  std::mutex mutex_;
  int now_ = 0;
  int most_ = 0;
};

struct Log {
  host::HttpTrace trace() {
    return [this](ingest_log_level level, const std::string& line) {
      const std::lock_guard lock(mutex);
      if (level != INGEST_LOG_DEBUG) text += line + "\n";
    };
  }
  std::mutex mutex;
  std::string text;
};

TEST(Throttle, ABurstOfComplaintsHalvesOnceAndGoodAnswersRestore) {
  Gauge gauge;
  std::atomic<bool> complain{false};
  LoopbackServer server([&](Connection& connection) {
    while (connection.read_request()) {
      gauge.enter();
      const bool refuse = complain;
      connection.wait(milliseconds(30));
      gauge.leave();
      if (!connection.send(refuse ? answer(429, "") : ok("x"))) return;
    }
  });
  Log log;
  host::HttpEngine engine(with_concurrency(8), log.trace(), quick());
  const Client client(engine);
  FakeCall call;
  // Of answers whose size nobody knows, few are asked for at a time.
  EXPECT_EQ(client.perform(call, {.url = server.url("/")}).http_status, 200);
  complain = true;
  for (int i = 0; i < 8; ++i) client.submit(call, {.url = server.url("/")});
  while (gauge.take_most() < 8) std::this_thread::sleep_for(milliseconds(1));
  complain = false;  // the eight in flight have decided already
  for (int i = 0; i < 8; ++i) EXPECT_EQ(client.take(call).http_status, 200);
  EXPECT_EQ(engine.stats().throttled, 8u);
  EXPECT_EQ(engine.stats().slowdowns, 1u);
  EXPECT_EQ(engine.stats().lowest_concurrency, 4u);

  gauge.take_most();
  const auto ask = [&](int count) {
    for (int i = 0; i < count; ++i) client.submit(call, {.url = server.url("/")});
    for (int i = 0; i < count; ++i) EXPECT_EQ(client.take(call).http_status, 200);
    return gauge.take_most();
  };
  const int halved = ask(4);
  EXPECT_LE(halved, 5);
  EXPECT_GE(halved, 4);
  ask(40);
  EXPECT_EQ(ask(16), 8);
  EXPECT_NE(log.text.find("answers HTTP 429 to too many requests: at most 4 at a time from now on, "
                          "down from 8\n"),
            std::string::npos)
      << log.text;
  EXPECT_NE(log.text.find("up to 8 of 8 requests at a time again"), std::string::npos) << log.text;
}

TEST(Throttle, AServerThatAlwaysComplainsIsStillAsked) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return answer(429, ""); }));
  host::HttpEngine engine(with_concurrency(4), {}, quick(20));
  FakeCall call;
  EXPECT_EQ(Client(engine).perform(call, {.url = server.url("/")}).attempts, 20u);
  EXPECT_EQ(engine.stats().lowest_concurrency, 1u);
  EXPECT_EQ(engine.stats().slowdowns, 2u);
}

// All requests to the host, also those that nobody complained about; and no other host.
TEST(Throttle, ARetryAfterPausesItsHostOnly) {
  std::mutex mutex;
  std::vector<TimePoint> asked;
  std::atomic<bool> first{true};
  LoopbackServer busy(LoopbackServer::replying([&](const Received&) {
    const std::lock_guard lock(mutex);
    asked.push_back(std::chrono::steady_clock::now());
    return first.exchange(false) ? answer(503, "Retry-After: 1\r\n") : ok("x");
  }));
  LoopbackServer other(LoopbackServer::replying([](const Received&) { return ok("y"); }));
  Log log;
  host::HttpEngine engine(with_concurrency(1), log.trace(), quick());
  const Client client(engine);
  FakeCall call;
  for (int i = 0; i < 4; ++i) client.submit(call, {.url = busy.url("/")});
  client.submit(call, {.url = other.url("/")});
  EXPECT_EQ(client.take(call).body, "y");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.take(call).body, "x");
  ASSERT_EQ(asked.size(), 5u);
  EXPECT_GE(asked[1] - asked[0], milliseconds(990));
  EXPECT_LT(asked[4] - asked[0], milliseconds(3000));
  EXPECT_GE(engine.stats().host_pause_ms, 1000u);
  EXPECT_NE(log.text.find("answers HTTP 503 to too many requests: none for 1 s, as it asks"),
            std::string::npos)
      << log.text;
}

TEST(Throttle, APauseThatIsTooLongIsNotKept) {
  std::atomic<bool> first{true};
  LoopbackServer server(LoopbackServer::replying([&](const Received&) {
    return first.exchange(false) ? answer(429, "Retry-After: 3600\r\n") : ok("x");
  }));
  host::HttpEngine engine({}, {}, quick());
  FakeCall call;
  EXPECT_EQ(Client(engine).perform(call, {.url = server.url("/")}).http_status, 429);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(Client(engine).perform(call, {.url = server.url("/")}).http_status, 200);
  EXPECT_LT(since(start).count(), 2000);
}

TEST(Throttle, APausedCallEndsAtOnce) {
  LoopbackServer server(
      LoopbackServer::replying([](const Received&) { return answer(429, "Retry-After: 60\r\n"); }));
  const auto start = std::chrono::steady_clock::now();
  {
    host::HttpEngine engine({}, {}, quick());
    FakeCall call;
    const host::HttpCallScope scope(engine, call.get());
    const Client client(engine);
    client.submit(call, {.url = server.url("/")});
    while (engine.stats().throttled == 0) std::this_thread::sleep_for(milliseconds(1));
    client.submit(call, {.url = server.url("/")});
    call.cancelled = true;
    const ingest_http_response* response = nullptr;
    EXPECT_EQ(client.next(call, &response), INGEST_E_CANCELLED);
  }
  EXPECT_LT(since(start).count(), 2000);
}

// 3 of 4 places are enough for 60 requests of 10 ms while one answer takes its time.
TEST(Throttle, OneSlowAnswerHoldsNobodyBack) {
  std::atomic<bool> done{false};
  LoopbackServer server([&](Connection& connection) {
    while (const auto request = connection.read_request()) {
      if (request->target == "/slow") {
        while (!done && connection.wait(milliseconds(10))) {
        }
      } else {
        connection.wait(milliseconds(10));
      }
      if (!connection.send(ok(request->target))) return;
    }
  });
  host::HttpEngine engine(with_concurrency(4), {}, quick());
  const Client client(engine);
  FakeCall call;
  client.submit(call, {.url = server.url("/slow")});
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 60; ++i) client.submit(call, {.url = server.url("/fast")});
  for (int i = 0; i < 60; ++i) EXPECT_EQ(client.take(call).body, "/fast");
  EXPECT_LT(since(start).count(), 1500);
  EXPECT_EQ(engine.stats().max_in_flight, 4u);
  done = true;
  EXPECT_EQ(client.take(call).body, "/slow");
}

// What pauses before its next attempt takes no place, however many there are.
TEST(Throttle, PausesTakeNoPlace) {
  LoopbackServer server(LoopbackServer::replying([](const Received& request) {
    return request.target == "/bad" ? answer(500, "") : ok("x");
  }));
  host::RetryLimits limits;
  limits.initial_backoff = limits.max_backoff = std::chrono::seconds(30);
  host::HttpEngine engine(
      with_concurrency(2), {},
      std::make_unique<host::Backoff>(
          limits, [] { return 1.0; }, [] { return std::chrono::system_clock::now(); }));
  const Client client(engine);
  FakeCall call;
  for (int i = 0; i < 10; ++i) client.submit(call, {.url = server.url("/bad")});
  for (int i = 0; i < 10; ++i) client.submit(call, {.url = server.url("/good")});
  for (int i = 0; i < 10; ++i) EXPECT_EQ(client.take(call).http_status, 200);
  // The last failure may still be on its way in the other place; the pauses last 30 s.
  const auto repeated = [&] {
    const auto reasons = engine.stats().retries_by_reason;
    const auto found = reasons.find("status 500");
    return found == reasons.end() ? 0u : found->second;
  };
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (repeated() < 10u && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(milliseconds(1));
  EXPECT_EQ(repeated(), 10u);
  engine.forget(call.get());
}

// A repeated request goes before those that were submitted after it.
TEST(Throttle, ARepetitionKeepsItsTurn) {
  std::mutex mutex;
  std::vector<std::string> order;
  LoopbackServer server(LoopbackServer::replying([&](const Received& request) {
    const std::lock_guard lock(mutex);
    order.push_back(request.target);
    std::this_thread::sleep_for(milliseconds(5));
    return order.size() == 1 ? answer(502, "") : ok("x");
  }));
  host::HttpEngine engine(with_concurrency(1), {}, quick());
  const Client client(engine);
  FakeCall call;
  for (int i = 0; i < 6; ++i) client.submit(call, {.url = server.url("/" + std::to_string(i))});
  for (int i = 0; i < 6; ++i) EXPECT_EQ(client.take(call).http_status, 200);
  ASSERT_EQ(order.size(), 7u);
  EXPECT_EQ(order[0], "/0");
  EXPECT_TRUE(order[1] == "/0" || order[2] == "/0") << order[1] << order[2];
}

}  // namespace
}  // namespace ingest::test

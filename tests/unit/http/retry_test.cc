// The seam for a retry policy: what the engine asks it, and what it does with the answer.
#include <gtest/gtest.h>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

using std::chrono::milliseconds;

// Repeats 503 and lost connections, at most twice.
class Stubborn : public host::RetryPolicy {
 public:
  host::RetryDecision decide(unsigned attempt, const host::AttemptOutcome& outcome) override {
    if (outcome.http_status == 503) {
      EXPECT_NE(outcome.headers.find("retry-after: 0\n"), std::string_view::npos);
      EXPECT_GE(outcome.elapsed, milliseconds(100) * (attempt - 1));
    }
    if (!is_transient(outcome)) return {};
    if (attempt >= 3) return {std::nullopt, "three is enough"};
    return {milliseconds(100), ""};
  }
  unsigned max_attempts() const override { return 3; }
  std::optional<milliseconds> asked_pause(const host::AttemptOutcome&) override {
    return std::nullopt;
  }
};

LoopbackServer::Serve failing(int times, std::atomic<int>& requests) {
  return LoopbackServer::replying([times, &requests](const Received& request) {
    if (++requests <= times) return answer(503, "Retry-After: 0\r\n", "no");
    return ok(request.has("Authorization: Bearer t") ? "yes" : "no token");
  });
}

Got ask(LoopbackServer& server, uint32_t flags, host::HttpStats* stats = nullptr) {
  host::HttpEngine engine({}, {}, std::make_unique<Stubborn>());
  FakeCall call;
  const Got got = Client(engine).perform(
      call, {.url = server.url("/"), .headers = "Authorization: Bearer t\n", .flags = flags});
  if (stats != nullptr) *stats = engine.stats();
  return got;
}

TEST(Retry, RepeatsAfterThePause) {
  std::atomic<int> requests{0};
  LoopbackServer server(failing(2, requests));
  host::HttpStats stats;
  const Got got = ask(server, 0, &stats);
  EXPECT_EQ(got.http_status, 200);
  EXPECT_EQ(got.body, "yes");
  EXPECT_EQ(got.attempts, 3u);
  EXPECT_GE(got.total_us, 200000u);
  EXPECT_LT(got.first_byte_us, 100000u);  // of the last attempt
  EXPECT_EQ(stats.retries, 2u);
  EXPECT_EQ(stats.requests, 3u);
  EXPECT_EQ(stats.retry_wait_ms, 200u);
  EXPECT_EQ(stats.throttled, 2u);
  EXPECT_EQ(stats.retries_by_reason, (std::map<std::string, uint64_t>{{"status 503", 2}}));
  EXPECT_EQ(got.error, "");
}

TEST(Retry, TheLastAnswerIsHandedOver) {
  std::atomic<int> requests{0};
  LoopbackServer server(failing(9, requests));
  const Got got = ask(server, 0);
  EXPECT_EQ(got.http_status, 503);
  EXPECT_EQ(got.status, INGEST_OK);
  EXPECT_EQ(got.body, "no");
  EXPECT_EQ(requests, 3);
  EXPECT_EQ(got.error.find("3 attempts in "), 0u) << got.error;
  EXPECT_NE(got.error.find("; three is enough"), std::string::npos) << got.error;
}

TEST(Retry, NotWhenForbidden) {
  std::atomic<int> requests{0};
  LoopbackServer server(failing(9, requests));
  EXPECT_EQ(ask(server, INGEST_HTTP_NO_RETRY).attempts, 1u);
  EXPECT_EQ(requests, 1);
}

TEST(Retry, WithoutAPolicyEveryAttemptIsFinal) {
  std::atomic<int> requests{0};
  LoopbackServer server(failing(9, requests));
  EXPECT_EQ(fetch({.url = server.url("/")}).http_status, 503);
  EXPECT_EQ(requests, 1);
}

TEST(Retry, APauseEndsWithItsCall) {
  std::atomic<int> requests{0};
  LoopbackServer server(failing(9, requests));
  host::HttpEngine engine({}, {}, std::make_unique<Stubborn>());
  FakeCall call;
  {
    const host::HttpCallScope scope(engine, call.get());
    Client(engine).submit(call, {.url = server.url("/")});
    while (requests < 1) std::this_thread::sleep_for(milliseconds(1));
  }
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_EQ(requests, 1);
}

}  // namespace
}  // namespace ingest::test

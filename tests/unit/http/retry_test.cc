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
  std::optional<milliseconds> again(unsigned attempt,
                                    const host::AttemptOutcome& outcome) override {
    const bool failed = outcome.status != INGEST_OK || outcome.http_status == 503;
    if (outcome.http_status == 503) {
      EXPECT_NE(outcome.headers.find("retry-after: 0\n"), std::string_view::npos);
    }
    EXPECT_EQ(outcome.method, "GET");
    if (!failed || attempt >= 3) return std::nullopt;
    return milliseconds(100);
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
}

TEST(Retry, TheLastAnswerIsHandedOver) {
  std::atomic<int> requests{0};
  LoopbackServer server(failing(9, requests));
  const Got got = ask(server, 0);
  EXPECT_EQ(got.http_status, 503);
  EXPECT_EQ(got.body, "no");
  EXPECT_EQ(requests, 3);
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

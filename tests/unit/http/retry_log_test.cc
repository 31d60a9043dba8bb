// What a person reads of repetitions.
#include <gtest/gtest.h>

#include <mutex>
#include <vector>

#include "http/backoff.hpp"
#include "http/thinned_log.hpp"
#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

struct Lines {
  host::HttpTrace trace() {
    return [this](ingest_log_level level, const std::string& line) {
      const std::lock_guard lock(mutex);
      (level == INGEST_LOG_WARN ? warnings : others).push_back(line);
    };
  }
  std::mutex mutex;
  std::vector<std::string> warnings;
  std::vector<std::string> others;
};

std::unique_ptr<host::RetryPolicy> quick() {
  host::RetryLimits limits;
  limits.max_attempts = 20;
  limits.initial_backoff = limits.max_backoff = std::chrono::milliseconds(1);
  return std::make_unique<host::Backoff>(limits);
}

TEST(RetryLog, SaysWhatWhyAndWhen) {
  std::atomic<int> requests{0};
  LoopbackServer server(LoopbackServer::replying(
      [&](const Received&) { return ++requests == 1 ? answer(503, "") : ok("x"); }));
  Lines lines;
  {
    host::HttpEngine engine({}, lines.trace(), quick());
    FakeCall call;
    Client(engine).perform(call, {.url = server.url("/a?b=c")});
  }
  ASSERT_EQ(lines.warnings.size(), 1u);
  EXPECT_EQ(lines.warnings[0].find("GET " + server.url("/a?b=c") +
                                   ": HTTP 503; attempt 1 of 20, again in "),
            0u)
      << lines.warnings[0];
  EXPECT_NE(lines.warnings[0].find(" ms, correlation "), std::string::npos) << lines.warnings[0];
}

TEST(RetryLog, ShowsNoSecret) {
  LoopbackServer server(LoopbackServer::replying(
      [](const Received&) { return answer(500, "X-T: hunter2\r\n", "hunter2"); }));
  Lines lines;
  {
    host::HttpEngine engine({}, lines.trace(), quick());
    FakeCall call;
    Client(engine).perform(call, {.url = server.url("/token?secret=hunter2"),
                                  .method = "POST",
                                  .headers = "Authorization: Bearer hunter2\n",
                                  .body = "hunter2",
                                  .flags = INGEST_HTTP_SENSITIVE});
  }
  ASSERT_GT(lines.warnings.size(), 1u);
  for (const auto* kind : {&lines.warnings, &lines.others}) {
    for (const std::string& line : *kind) {
      EXPECT_EQ(line.find("hunter2"), std::string::npos) << line;
    }
  }
}

TEST(RetryLog, AFloodIsThinnedAndNothingIsLost) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return answer(500, ""); }));
  Lines lines;
  {
    host::HttpEngine engine({}, lines.trace(), quick());
    const Client client(engine);
    FakeCall call;
    for (int i = 0; i < 5; ++i) client.submit(call, {.url = server.url("/")});
    for (int i = 0; i < 5; ++i) EXPECT_EQ(client.take(call).attempts, 20u);
  }
  const size_t repetitions = 5 * 19;
  EXPECT_GE(lines.warnings.size(), host::http::ThinnedLog::kBurst);
  EXPECT_LE(lines.warnings.size(), host::http::ThinnedLog::kBurst + 5);
  EXPECT_EQ(lines.warnings.size() + lines.others.size(), repetitions + 5);  // and five ends
}

}  // namespace
}  // namespace ingest::test

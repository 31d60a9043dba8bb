// Large answers are not asked for while those that are here take too much memory, and that holds
// nobody up for good.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLarge = std::size_t{1} << 20U;
constexpr std::uint64_t kRequests = 12;

// Counts what it is asked for, and how many of those at once.
struct Asked {
  std::atomic<unsigned> all{0};
  std::atomic<unsigned> now{0};
  std::atomic<unsigned> most{0};

  LoopbackServer::Serve serve(std::size_t size, milliseconds time = milliseconds(5)) {
    return [this, size, time](Connection& connection) {
      while (const auto request = connection.read_request()) {
        ++all;
        const unsigned mine = ++now;
        for (unsigned seen = most; mine > seen && !most.compare_exchange_weak(seen, mine);) {
        }
        connection.wait(time);
        --now;
        if (!connection.send(ok(std::string(size, 'x')))) return;
      }
    };
  }
};

host::HttpSettings settings() {
  host::HttpSettings settings;
  settings.max_concurrency = 8;
  settings.body_memory = 5 * kLarge / 2;
  return settings;
}

void submit(const Client& client, const FakeCall& call, const LoopbackServer& server) {
  for (std::uint64_t i = 0; i < kRequests; ++i)
    client.submit(call, {.url = server.url("/p?i=" + std::to_string(i)), .tag = i});
}

// Long enough for a request that may start to reach the server.
void let_it_settle(const Asked& asked) {
  for (unsigned seen = ~0U; seen != asked.all;) {
    seen = asked.all;
    std::this_thread::sleep_for(milliseconds(150));
  }
}

TEST(Memory, NoMoreLargeAnswersAreAskedForThanThereIsRoomFor) {
  Asked asked;
  LoopbackServer server(asked.serve(kLarge));
  host::HttpEngine engine(settings());
  const Client client(engine);
  FakeCall call;
  submit(client, call, server);
  let_it_settle(asked);
  EXPECT_GE(asked.all, 2u);
  EXPECT_LE(asked.all,
            3u);  // the first two, of which nobody knew, and perhaps one beside the first
  for (std::uint64_t i = 0; i < kRequests; ++i) EXPECT_EQ(client.take(call).body.size(), kLarge);
  EXPECT_EQ(asked.all, kRequests);
}

TEST(Memory, WhoeverHoldsABodyHoldsItsRoom) {
  Asked asked;
  LoopbackServer server(asked.serve(kLarge));
  host::HttpEngine engine(settings());
  const Client client(engine);
  FakeCall call;
  submit(client, call, server);
  std::vector<std::shared_ptr<const std::string>> bodies;
  for (int i = 0; i < 2; ++i) {
    const ingest_http_response* response = nullptr;
    ASSERT_EQ(client.next(call, &response), INGEST_OK);
    bodies.push_back(engine.share_body(response->body.data, response->body.size));
    client.release(response);
  }
  // The connector waits, but holds nothing: what the host holds will be freed by the host.
  const ingest_http_response* response = nullptr;
  unsigned taken = 2;
  while (client.next(call, &response, 300) == INGEST_OK) {
    bodies.push_back(engine.share_body(response->body.data, response->body.size));
    client.release(response);
    ++taken;
  }
  EXPECT_LE(taken, 3u);
  bodies.clear();
  for (; taken < kRequests; ++taken) EXPECT_EQ(client.take(call).body.size(), kLarge);
}

// A connector may want to see many before it can let go of one.
TEST(Memory, AConnectorThatHoldsOnToAnswersGetsMoreOfThem) {
  Asked asked;
  LoopbackServer server(asked.serve(kLarge));
  host::HttpEngine engine(settings());
  const Client client(engine);
  FakeCall call;
  submit(client, call, server);
  std::vector<const ingest_http_response*> held;
  for (std::uint64_t i = 0; i < kRequests; ++i) {
    held.emplace_back();
    ASSERT_EQ(client.next(call, &held.back()), INGEST_OK) << i;
  }
  for (const ingest_http_response* response : held) client.release(response);
}

TEST(Memory, AnAnswerThatIsLargerThanAllThereIsComesAlone) {
  Asked asked;
  LoopbackServer server(asked.serve(4 * kLarge));
  host::HttpEngine engine(settings());
  const Client client(engine);
  FakeCall call;
  submit(client, call, server);
  for (std::uint64_t i = 0; i < kRequests; ++i)
    EXPECT_EQ(client.take(call).body.size(), 4 * kLarge);
  EXPECT_LE(asked.most, 2u);
}

TEST(Memory, SmallAnswersAreAskedForAsManyAtATimeAsEver) {
  Asked asked;
  LoopbackServer server(asked.serve(100, milliseconds(50)));
  host::HttpEngine engine(settings());
  const Client client(engine);
  FakeCall call;
  for (int round = 0; round < 3; ++round) submit(client, call, server);
  for (std::uint64_t i = 0; i < 3 * kRequests; ++i) EXPECT_EQ(client.take(call).body.size(), 100u);
  EXPECT_EQ(asked.most, 8u);
}

}  // namespace
}  // namespace ingest::test

// HTTP/2 against a server of a few frames: it answers each stream with an empty table of headers
// but ":status: 200", and a body.
#include <gtest/gtest.h>

#include <deque>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

std::string frame(unsigned char type, unsigned char flags, uint32_t stream,
                  const std::string& payload) {
  const auto size = static_cast<uint32_t>(payload.size());
  const auto byte = [](uint32_t value) { return static_cast<char>(value & 0xff); };
  return std::string{byte(size >> 16),   byte(size >> 8),   byte(size),
                     byte(type),         byte(flags),       byte(stream >> 24),
                     byte(stream >> 16), byte(stream >> 8), byte(stream)} +
         payload;
}

constexpr unsigned char kData = 0, kHeaders = 1, kSettings = 4, kReset = 3;
constexpr unsigned char kEndStream = 1, kAck = 1, kEndHeaders = 4;

// Answers the first stream at once; afterwards holds its answers until `together` streams are open,
// then answers them, last server.
LoopbackServer::Serve h2_server(size_t together) {
  return [together](Connection& connection) {
    char preface[24];
    if (!connection.speaks_h2() || !connection.read_exactly(preface, sizeof(preface))) return;
    connection.send(frame(kSettings, 0, 0, ""));
    std::deque<uint32_t> open;
    char head[9];
    while (connection.read_exactly(head, sizeof(head))) {
      const auto byte = [&](int at) {
        return static_cast<uint32_t>(static_cast<uint8_t>(head[at]));
      };
      std::string payload((byte(0) << 16) | (byte(1) << 8) | byte(2), '\0');
      if (!connection.read_exactly(payload.data(), payload.size())) return;
      const unsigned type = byte(3), flags = byte(4);
      const uint32_t stream = ((byte(5) & 0x7f) << 24) | (byte(6) << 16) | (byte(7) << 8) | byte(8);
      if (type == kSettings && (flags & kAck) == 0) connection.send(frame(kSettings, kAck, 0, ""));
      if (type == kHeaders) open.push_front(stream);
      if (open.empty() || (open.front() != 1 && open.size() < together)) continue;
      for (const uint32_t id : open) {
        connection.send(frame(kHeaders, kEndHeaders, id, "\x88") +
                        frame(kData, kEndStream, id, "stream " + std::to_string(id)));
      }
      open.clear();
    }
  };
}

LoopbackServer::Tls h2(const ThrowawayCa& ca) {
  return {ca.issue("localhost", "DNS:localhost"), true};
}

TEST(Http2, IsUsedWhereOfferedAndMultiplexed) {
  const ThrowawayCa ca;
  // One to open the connection, then five at once: they can only be answered together.
  LoopbackServer server(h2_server(5), h2(ca));
  host::HttpSettings settings;
  settings.ca_file = ca.file();
  settings.max_concurrency = 5;
  host::HttpEngine engine(settings);
  const Client client(engine);
  FakeCall call;
  const Got got = client.perform(call, {.url = server.url("/", "localhost")});
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_EQ(got.http_version, 20);
  EXPECT_EQ(got.http_status, 200);
  EXPECT_EQ(got.body, "stream 1");
  // Several rounds: libcurl 7.88 now and then leaves an answer lying in its buffer.
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 5; ++i) client.submit(call, {.url = server.url("/", "localhost")});
    for (int i = 0; i < 5; ++i) {
      const Got answered = client.take(call);
      EXPECT_EQ(answered.status, INGEST_OK) << answered.error;
      EXPECT_LT(answered.total_us, 5000000u);
    }
  }
  EXPECT_EQ(engine.stats().connections, 1u);
  EXPECT_EQ(server.connections(), 1u);
}

TEST(Http2, AResetStreamIsAFailedAnswer) {
  const ThrowawayCa ca;
  LoopbackServer server(
      [](Connection& connection) {
        char preface[24];
        if (!connection.read_exactly(preface, sizeof(preface))) return;
        connection.send(frame(kSettings, 0, 0, "") + frame(kHeaders, kEndHeaders, 1, "\x88") +
                        frame(kData, 0, 1, "half") +
                        frame(kReset, 0, 1, std::string("\0\0\0\2", 4)));
        while (!connection.read_some().empty()) {
        }
      },
      h2(ca));
  host::HttpSettings settings;
  settings.ca_file = ca.file();
  const Got got = fetch({.url = server.url("/", "localhost")}, settings);
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE) << got.error;
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_RECEIVE);
  EXPECT_EQ(got.body, "");
}

}  // namespace
}  // namespace ingest::test

// What is repeated until it succeeds, and what is not: each kind of failure over a real socket.
#include <gtest/gtest.h>
#include <netdb.h>

#include "gzip.hpp"
#include "http/backoff.hpp"
#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

using std::chrono::milliseconds;

std::unique_ptr<host::RetryPolicy> quick(unsigned attempts = 3) {
  host::RetryLimits limits;
  limits.max_attempts = attempts;
  limits.initial_backoff = limits.max_backoff = milliseconds(5);
  return std::make_unique<host::Backoff>(limits);
}

struct Outcome {
  Got got;
  host::HttpStats stats;
};

Outcome ask(const Ask& ask, host::HttpSettings settings = {}) {
  host::HttpEngine engine(std::move(settings), {}, quick());
  FakeCall call;
  Outcome out;
  out.got = Client(engine).perform(call, ask);
  out.stats = engine.stats();
  return out;
}

// The first request meets trouble and its connection is closed, the others are answered.
LoopbackServer::Serve after(LoopbackServer::Serve trouble) {
  auto first = std::make_shared<std::atomic<bool>>(true);
  return [first, trouble = std::move(trouble)](Connection& connection) {
    if (first->exchange(false)) {
      trouble(connection);
      return;
    }
    LoopbackServer::replying(
        [](const Received& request) { return ok("{\"good\":1}" + request.body); })(connection);
  };
}

LoopbackServer::Serve saying(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection) {
    if (connection.read_request()) connection.send(bytes);
  };
}

struct Trouble {
  const char* name;
  const char* reason;
  LoopbackServer::Serve serve;
};

class Repeated : public ::testing::TestWithParam<Trouble> {};

TEST_P(Repeated, UntilItSucceeds) {
  LoopbackServer server(after(GetParam().serve));
  host::HttpSettings settings;
  settings.low_speed_limit = 100;
  settings.low_speed_time = std::chrono::seconds(1);
  const Outcome out = ask({.url = server.url("/"),
                           .method = "POST",
                           .body = "!",
                           .flags = INGEST_HTTP_JSON,
                           .timeout_ms = 3000},
                          settings);
  EXPECT_EQ(out.got.status, INGEST_OK) << out.got.error;
  EXPECT_EQ(out.got.body, "{\"good\":1}!");
  EXPECT_EQ(out.got.attempts, 2u);
  EXPECT_EQ(out.got.error, "");
  EXPECT_EQ(out.stats.retries, 1u);
  EXPECT_EQ(out.stats.retries_by_reason, (std::map<std::string, uint64_t>{{GetParam().reason, 1}}));
}

const std::string kHalfGzip = compressed(std::string(10000, 'x')).substr(0, 30);

INSTANTIATE_TEST_SUITE_P(
    Troubles, Repeated,
    ::testing::Values(
        Trouble{"Status408", "status 408", saying(answer(408, ""))},
        Trouble{"Status429", "status 429", saying(answer(429, "Retry-After: 0\r\n"))},
        Trouble{"Status500", "status 500", saying(answer(500, "", "<html>"))},
        Trouble{"Status502", "status 502", saying(answer(502, ""))},
        Trouble{"Status503", "status 503", saying(answer(503, ""))},
        Trouble{"Status504", "status 504", saying(answer(504, ""))},
        Trouble{"HangUpAtOnce", "connection", [](Connection&) {}},
        Trouble{"HangUp", "connection", [](Connection& c) { c.read_request(); }},
        Trouble{"Reset", "connection",
                [](Connection& c) {
                  c.read_request();
                  c.reset();
                }},
        Trouble{"ResetInTheBody", "connection",
                [](Connection& c) {
                  c.read_request();
                  c.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                  c.wait(milliseconds(50));
                  c.reset();
                }},
        Trouble{"ShortBody", "cut short",
                saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")},
        Trouble{"ShortErrorBody", "cut short",
                saying("HTTP/1.1 404 No\r\nContent-Length: 100\r\n\r\nhalf")},
        Trouble{"ShortChunk", "cut short",
                saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf")},
        Trouble{"NoLastChunk", "cut short",
                saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")},
        Trouble{"HalfJson", "cut short", saying(ok("{\"results\":[{\"id\":\"x\""))},
        Trouble{"HalfGzip", "cut short", saying(ok(kHalfGzip, "Content-Encoding: gzip\r\n"))},
        Trouble{"BrokenGzip", "corrupt", saying(ok("no gzip", "Content-Encoding: gzip\r\n"))},
        Trouble{"NoHttp", "corrupt", saying("220 mail.test ESMTP\r\n")},
        Trouble{"HalfHeaders", "cut short", saying("HTTP/1.1 200 OK\r\nContent-Le")},
        Trouble{"Stall", "stalled",
                [](Connection& c) {
                  c.read_request();
                  c.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                  c.wait(std::chrono::seconds(20));
                }}),
    [](const auto& test) { return std::string(test.param.name); });

// A server that thinks long before it answers does not stall.
TEST(Repetition, ThinkingIsNoStall) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.wait(milliseconds(1600));
    connection.send(ok("x"));
  });
  host::HttpSettings settings;
  settings.low_speed_limit = 100;
  settings.low_speed_time = std::chrono::seconds(1);
  const Outcome out = ask({.url = server.url("/")}, settings);
  EXPECT_EQ(out.got.status, INGEST_OK) << out.got.error;
  EXPECT_EQ(out.got.attempts, 1u);
}

TEST(Repetition, AHandshakeThatIsBrokenOff) {
  const ThrowawayCa ca;
  LoopbackServer server([](Connection& connection) { connection.read_some(); });  // no TLS at all
  const std::string authority = "127.0.0.1:" + std::to_string(server.port());
  const Outcome out = ask({.url = "https://" + authority + "/"});
  EXPECT_EQ(out.got.phase, INGEST_HTTP_PHASE_TLS);
  EXPECT_EQ(out.got.attempts, 3u) << out.got.error;
  EXPECT_EQ(out.stats.retries_by_reason, (std::map<std::string, uint64_t>{{"connection", 2}}));
}

TEST(Repetition, ARefusedConnectionSaysHowOften) {
  const std::string authority = "127.0.0.1:" + std::to_string(closed_port());
  const Outcome out = ask({.url = "https://" + authority + "/"});
  EXPECT_EQ(out.got.attempts, 3u);
  EXPECT_EQ(out.got.error.find("connection refused by " + authority + "; 3 attempts in "), 0u)
      << out.got.error;
}

TEST(Repetition, ATimeout) {
  LoopbackServer server(after([](Connection& connection) {
    connection.read_request();
    connection.wait(std::chrono::seconds(20));
  }));
  const Outcome out = ask({.url = server.url("/"), .timeout_ms = 200});
  EXPECT_EQ(out.got.attempts, 2u) << out.got.error;
  EXPECT_EQ(out.stats.retries_by_reason, (std::map<std::string, uint64_t>{{"timeout", 1}}));
}

TEST(Repetition, AProxyThatHasTrouble) {
  std::atomic<int> status{502};
  LoopbackServer proxy([&](Connection& connection) {
    if (connection.read_request()) connection.send(answer(status, ""));
  });
  host::HttpSettings settings;
  settings.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  EXPECT_EQ(ask({.url = "https://target.test/"}, settings).got.attempts, 3u);
  for (const int final : {403, 407}) {
    status = final;
    const Outcome out = ask({.url = "https://target.test/"}, settings);
    EXPECT_EQ(out.got.attempts, 1u) << out.got.error;
    EXPECT_EQ(out.got.phase, INGEST_HTTP_PHASE_PROXY);
  }
}

TEST(Repetition, FinalStatuses) {
  std::atomic<int> status{0};
  LoopbackServer server(
      LoopbackServer::replying([&](const Received&) { return answer(status, "", "why"); }));
  for (const int final : {400, 401, 403, 404, 409, 501}) {
    status = final;
    const Outcome out = ask({.url = server.url("/")});
    EXPECT_EQ(out.got.attempts, 1u) << final;
    EXPECT_EQ(out.got.error, "") << final;
  }
}

TEST(Repetition, ARefusedCertificateIsFinal) {
  const ThrowawayCa ca;
  const ThrowawayCa other;
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }),
                        LoopbackServer::Tls{ca.issue("localhost", "DNS:localhost"), false});
  const std::string url = "https://localhost:" + std::to_string(server.port()) + "/";
  host::HttpSettings settings;
  settings.ca_file = other.file();
  Outcome out = ask({.url = url}, settings);
  EXPECT_EQ(out.got.attempts, 1u) << out.got.error;
  settings.ca_file = ca.file();
  out = ask({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"}, settings);
  EXPECT_EQ(out.got.attempts, 1u) << out.got.error;
}

TEST(Repetition, SomebodyWhoSpeaksNoTls) {
  LoopbackServer server([](Connection& connection) {
    connection.read_some();
    connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  const Outcome out = ask({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"});
  EXPECT_EQ(out.got.attempts, 3u) << out.got.error;
  EXPECT_EQ(out.got.phase, INGEST_HTTP_PHASE_TLS);
}

TEST(Repetition, AnOldVersionOfTlsIsFinal) {
  const ThrowawayCa ca;
  SSL_CTX* old = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_security_level(old, 0);
  SSL_CTX_set_max_proto_version(old, TLS1_1_VERSION);
  ca.issue("localhost", "DNS:localhost").install(old);
  LoopbackServer server([&](Connection& connection) { connection.handshake(old); });
  host::HttpSettings settings;
  settings.ca_file = ca.file();
  const Outcome out =
      ask({.url = "https://localhost:" + std::to_string(server.port()) + "/"}, settings);
  EXPECT_EQ(out.got.attempts, 1u) << out.got.error;
  EXPECT_EQ(out.got.phase, INGEST_HTTP_PHASE_TLS);
  SSL_CTX_free(old);
}

TEST(Repetition, OurOwnRulesAreFinal) {
  EXPECT_EQ(ask({.url = "http://192.0.2.1/"}).got.attempts, 1u);
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("12345"); }));
  const Outcome out = ask({.url = server.url("/"), .max_body = 4});
  EXPECT_EQ(out.got.status, INGEST_E_TOO_LARGE);
  EXPECT_EQ(out.got.attempts, 1u);
}

// Whether the machine has a resolver decides which of the two it is.
TEST(Repetition, AnUnknownNameIsFinalAndASilentResolverIsNot) {
  const char* const name = "no-such-host.invalid";
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(name, nullptr, nullptr, &found);
  ASSERT_NE(code, 0);
  const bool unknown = code == EAI_NONAME || code == EAI_NODATA;
  host::HttpSettings settings;
  settings.connect_timeout = std::chrono::seconds(3);
  Outcome out = ask({.url = std::string("https://") + name + "/"}, settings);
  EXPECT_EQ(out.got.attempts, unknown ? 1u : 3u) << out.got.error;
  EXPECT_EQ(out.got.phase, INGEST_HTTP_PHASE_RESOLVE);
  settings.proxy = std::string("http://") + name + ":3128";
  out = ask({.url = "https://target.test/"}, settings);
  EXPECT_EQ(out.got.attempts, unknown ? 1u : 3u) << out.got.error;
  EXPECT_EQ(out.got.phase, INGEST_HTTP_PHASE_PROXY);
}

TEST(Repetition, ALongPauseIsNotWaitedFor) {
  LoopbackServer server(LoopbackServer::replying(
      [](const Received&) { return answer(429, "Retry-After: 86400\r\n", "later"); }));
  const Outcome out = ask({.url = server.url("/")});
  EXPECT_EQ(out.got.http_status, 429);
  EXPECT_EQ(out.got.attempts, 1u);
  EXPECT_EQ(out.got.error,
            "not repeated: the server asks for a pause of 86400 s, and at most 120 s are waited "
            "for (http.retry.max_retry_after)");
}

TEST(Repetition, HalfAJsonIsWholeToWhoDidNotAsk) {
  LoopbackServer server(LoopbackServer::replying([](const Received& request) {
    return answer(request.target == "/404" ? 404 : 200, "", "{\"half");
  }));
  EXPECT_EQ(ask({.url = server.url("/")}).got.body, "{\"half");
  Outcome out = ask({.url = server.url("/404"), .flags = INGEST_HTTP_JSON});
  EXPECT_EQ(out.got.body, "{\"half");
  out = ask({.url = server.url("/"), .flags = INGEST_HTTP_JSON});
  EXPECT_EQ(out.got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(out.got.body, "");
  EXPECT_EQ(out.got.error.find("the answer of 127.0.0.1:" + std::to_string(server.port()) +
                               " broke off: its JSON stops after 6 bytes; 3 attempts in "),
            0u)
      << out.got.error;
}

}  // namespace
}  // namespace ingest::test

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

LoopbackServer::Serve hello() {
  return LoopbackServer::replying([](const Received&) { return ok("hello"); });
}

LoopbackServer::Tls tls(Identity identity) { return {std::move(identity), false}; }

host::HttpSettings trusting(const ThrowawayCa& ca) {
  host::HttpSettings settings;
  settings.ca_file = ca.file();
  return settings;
}

TEST(Tls, ACaFileMakesItTrusted) {
  const ThrowawayCa ca("Throwaway CA");
  LoopbackServer server(hello(), tls(ca.issue("My Server", "DNS:localhost,IP:127.0.0.1")));
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const Got got = fetch({.url = server.url("/", host)}, trusting(ca));
    EXPECT_EQ(got.status, INGEST_OK) << got.error;
    EXPECT_EQ(got.body, "hello");
    EXPECT_EQ(got.tls.find("TLSv1.3 (TLS_"), 0u) << got.tls;
    EXPECT_NE(got.tls.find("), CN=My Server, issuer Throwaway CA, until 20"), std::string::npos)
        << got.tls;
    EXPECT_GT(got.tls_us, 0u);
  }
}

TEST(Tls, AnUnknownAuthorityIsRefused) {
  const ThrowawayCa ca, other("Another CA");
  LoopbackServer server(hello(), tls(ca.issue("My Server", "DNS:localhost")));
  for (const host::HttpSettings& settings : {host::HttpSettings(), trusting(other)}) {
    const Got got = fetch({.url = server.url("/", "localhost")}, settings);
    EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
    EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS);
    EXPECT_EQ(got.error.find("TLS handshake with localhost:" + std::to_string(server.port()) +
                             " failed: certificate is not trusted (self-signed certificate in "
                             "certificate chain)"),
              0u)
        << got.error;
    // What was refused is told, so that one sees whose it is.
    EXPECT_NE(got.tls.find("CN=My Server, issuer Throwaway CA"), std::string::npos) << got.tls;
  }
}

TEST(Tls, AWrongNameIsRefused) {
  const ThrowawayCa ca;
  LoopbackServer server(hello(), tls(ca.issue("other.test", "DNS:other.test,IP:192.0.2.7")));
  const Got got = fetch({.url = server.url("/", "localhost")}, trusting(ca));
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS);
  EXPECT_EQ(got.error, "TLS handshake with localhost:" + std::to_string(server.port()) +
                           " failed: certificate does not name localhost; it is for other.test, "
                           "192.0.2.7");
}

TEST(Tls, AnExpiredCertificateIsRefused) {
  const ThrowawayCa ca;
  LoopbackServer server(hello(), tls(ca.issue("localhost", "DNS:localhost", -1)));
  const Got got = fetch({.url = server.url("/", "localhost")}, trusting(ca));
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS);
  EXPECT_NE(got.error.find("certificate is not valid (certificate has expired)"), std::string::npos)
      << got.error;
}

TEST(Tls, APlainServerIsATlsFailure) {
  LoopbackServer server([](Connection& connection) {
    connection.read_some();
    connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  });
  const Got got = fetch({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"});
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS) << got.error;
  EXPECT_NE(got.error.find(" failed: what answers there is no TLS ("), std::string::npos)
      << got.error;
}

TEST(Tls, OldVersionsAreRefused) {
  const ThrowawayCa ca;
  SSL_CTX* old = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_security_level(old, 0);
  SSL_CTX_set_min_proto_version(old, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(old, TLS1_1_VERSION);
  ca.issue("localhost", "DNS:localhost").install(old);
  LoopbackServer server([&](Connection& connection) { connection.handshake(old); });
  const Got got =
      fetch({.url = "https://localhost:" + std::to_string(server.port()) + "/"}, trusting(ca));
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS) << got.error;
  EXPECT_NE(got.error.find(" failed: it offers no TLS 1.2 or newer ("), std::string::npos)
      << got.error;
  SSL_CTX_free(old);
}

// A server that wants a certificate of its clients, in the way of each version.
class MutualTls : public ::testing::TestWithParam<int> {
 protected:
  MutualTls() : context_(SSL_CTX_new(TLS_server_method())) {
    SSL_CTX_set_max_proto_version(context_, GetParam());
    ca_.issue("localhost", "DNS:localhost").install(context_);
    SSL_CTX_load_verify_file(context_, ca_.file().c_str());
    SSL_CTX_set_verify(context_, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  ~MutualTls() override { SSL_CTX_free(context_); }

  Got ask(const std::string& client_file = "") {
    LoopbackServer server([this](Connection& connection) {
      if (connection.handshake(context_)) {
        if (connection.read_request()) connection.send(ok("hello"));
        return;
      }
      // Closed with the request unread, the connection would be reset and the alert lost.
      char unread[4096];
      ::shutdown(connection.fd(), SHUT_WR);
      while (::recv(connection.fd(), unread, sizeof(unread), 0) > 0) {
      }
    });
    host::HttpSettings settings = trusting(ca_);
    settings.client_cert = settings.client_key = client_file;
    return fetch({.url = "https://localhost:" + std::to_string(server.port()) + "/"}, settings);
  }
  static std::string file_of(const Identity& identity) {
    std::string path = (std::filesystem::temp_directory_path() / "ingest-http-id-XXXXXX").string();
    const int fd = ::mkstemp(path.data());
    const std::string text = identity.certificate_pem() + identity.key_pem();
    EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::close(fd);
    return path;
  }

  const ThrowawayCa ca_;
  SSL_CTX* context_;
};

TEST_P(MutualTls, WithTheCertificate) {
  const std::string file = file_of(ca_.issue("me", "DNS:me.test"));
  const Got got = ask(file);
  EXPECT_EQ(got.body, "hello") << got.error;
  std::filesystem::remove(file);
}

TEST_P(MutualTls, WithoutOne) {
  const Got got = ask();
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS) << got.error;
  EXPECT_NE(got.error.find("wants a client certificate, and the connection has none"),
            std::string::npos)
      << got.error;
}

TEST_P(MutualTls, WithOneOfAnotherAuthority) {
  const ThrowawayCa other("Another CA");
  const std::string file = file_of(other.issue("me", "DNS:me.test"));
  const Got got = ask(file);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS) << got.error;
  EXPECT_NE(got.error.find("refused the client certificate of http.client_cert ("),
            std::string::npos)
      << got.error;
  std::filesystem::remove(file);
}

INSTANTIATE_TEST_SUITE_P(Versions, MutualTls, ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION),
                         [](const auto& test) {
                           return std::string(test.param == TLS1_2_VERSION ? "Tls12" : "Tls13");
                         });

// nginx completes the handshake and answers with a page.
TEST(Tls, APageThatDemandsACertificateIsNoAnswer) {
  const ThrowawayCa ca;
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  ca.issue("localhost", "DNS:localhost").install(context);
  std::atomic<bool> demands{true};
  LoopbackServer server([&](Connection& connection) {
    SSL_CTX_set_verify(context, demands ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    if (!connection.handshake(context) || !connection.read_request()) return;
    connection.send(answer(400, "", "<h1>No required SSL certificate was sent</h1>"));
  });
  const std::string url = "https://localhost:" + std::to_string(server.port()) + "/";
  Got got = fetch({.url = url}, trusting(ca));
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS);
  EXPECT_NE(got.error.find("wants a client certificate"), std::string::npos) << got.error;
  demands = false;  // then it is a page like others
  got = fetch({.url = url}, trusting(ca));
  EXPECT_EQ(got.http_status, 400);
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  SSL_CTX_free(context);
}

TEST(Tls, ConnectOnlyShakesHandsAndSendsNothing) {
  const ThrowawayCa ca;
  std::atomic<size_t> received{0};
  LoopbackServer server([&](Connection& connection) { received += connection.read_some().size(); },
                        LoopbackServer::Tls{ca.issue("localhost", "DNS:localhost"), true});
  const Got got =
      fetch({.url = server.url("/", "localhost"), .flags = INGEST_HTTP_CONNECT_ONLY}, trusting(ca));
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_NE(got.tls.find("CN=localhost"), std::string::npos) << got.tls;
  EXPECT_GT(got.tls_us, 0u);
  EXPECT_EQ(received, 0u);
}

TEST(Tls, AReusedConnectionStillHasItsFacts) {
  const ThrowawayCa ca;
  LoopbackServer server(hello(), tls(ca.issue("localhost", "DNS:localhost")));
  host::HttpEngine engine(trusting(ca));
  FakeCall call;
  const std::string first = Client(engine).perform(call, {.url = server.url("/", "localhost")}).tls;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Client(engine).perform(call, {.url = server.url("/", "localhost")}).tls, first);
  }
  EXPECT_NE(first, "");
  EXPECT_EQ(engine.stats().connections, 1u);
}

TEST(Tls, AServerThatClosesInTheMiddleIsAFailure) {
  const ThrowawayCa ca;
  LoopbackServer server(
      [](Connection& connection) {
        connection.read_some();
        connection.reset();
      },
      tls(ca.issue("localhost", "DNS:localhost")));
  for (int i = 0; i < 5; ++i) {
    const Got got = fetch(
        {.url = server.url("/", "localhost"), .method = "POST", .body = std::string(8u << 20, 'x')},
        trusting(ca));
    EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE) << got.error;
    EXPECT_GE(got.phase, INGEST_HTTP_PHASE_SEND);
  }
}

}  // namespace
}  // namespace ingest::test

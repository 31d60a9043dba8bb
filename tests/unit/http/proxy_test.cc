#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>

#include "http/proxy_choice.hpp"
#include "http_client.hpp"
#include "loopback_server.hpp"

namespace ingest::test {
namespace {

// A proxy that tunnels to one port of loopback, whatever it is asked for.
struct Tunnel {
  LoopbackServer::Serve serve(int port) {
    return [this, port](Connection& connection) {
      const auto request = connection.read_request();
      if (!request) return;
      {
        const std::lock_guard lock(mutex);
        asked += request->head;
      }
      const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      address.sin_port = htons(static_cast<uint16_t>(port));
      if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
        connection.send("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n");
        pump(connection.fd(), fd);
      }
      ::close(fd);
    };
  }
  static void pump(int a, int b) {
    char data[16384];
    while (true) {
      pollfd ready[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
      ::poll(ready, 2, -1);
      for (int i = 0; i < 2; ++i) {
        if (ready[i].revents == 0) continue;
        const ssize_t size = ::recv(ready[i].fd, data, sizeof(data), 0);
        if (size <= 0) return;
        ::send(ready[1 - i].fd, data, static_cast<size_t>(size), MSG_NOSIGNAL);
      }
    }
  }
  std::mutex mutex;
  std::string asked;
};

std::string proxy_url(int port, const std::string& login = "") {
  return "http://" + login + "127.0.0.1:" + std::to_string(port);
}

TEST(Proxy, TunnelsAndKeepsSecretsFromIt) {
  const ThrowawayCa ca;
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("hello"); }),
                        LoopbackServer::Tls{ca.issue("target.test", "DNS:target.test"), false});
  Tunnel tunnel;
  LoopbackServer proxy(tunnel.serve(server.port()));
  host::HttpSettings settings;
  settings.ca_file = ca.file();
  settings.proxy = proxy_url(proxy.port(), "me:secret@");
  const Got got =
      fetch({.url = "https://target.test/x", .headers = "Authorization: Bearer t\n"}, settings);
  EXPECT_EQ(got.status, INGEST_OK) << got.error;
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.headers.find("x-proxy"), std::string::npos);
  EXPECT_EQ(got.remote, "127.0.0.1:" + std::to_string(proxy.port()));
  EXPECT_NE(got.tls.find("CN=target.test"), std::string::npos) << got.tls;
  EXPECT_EQ(tunnel.asked.find("CONNECT target.test:443 HTTP/1.1\r\n"), 0u) << tunnel.asked;
  EXPECT_NE(tunnel.asked.find("Proxy-Authorization: Basic "), std::string::npos);
  EXPECT_EQ(tunnel.asked.find("Bearer"), std::string::npos);
}

TEST(Proxy, UntrustedCertificatesBehindItAreTlsFailures) {
  const ThrowawayCa ca;
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }),
                        LoopbackServer::Tls{ca.issue("target.test", "DNS:target.test"), false});
  Tunnel tunnel;
  LoopbackServer proxy(tunnel.serve(server.port()));
  host::HttpSettings settings;
  settings.proxy = proxy_url(proxy.port());
  const Got got = fetch({.url = "https://target.test/"}, settings);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_TLS) << got.error;
  EXPECT_NE(got.error.find("TLS handshake with target.test:443 failed"), std::string::npos);
}

TEST(Proxy, ItsFailuresAreItsOwn) {
  host::HttpSettings settings;
  const int nobody = closed_port();
  settings.proxy = proxy_url(nobody, "me:hunter2@");
  Got got = fetch({.url = "https://target.test/"}, settings);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_PROXY);
  EXPECT_EQ(got.error, "connection refused by the proxy 127.0.0.1:" + std::to_string(nobody));

  settings.proxy = "http://no-such-proxy.invalid:3128";
  got = fetch({.url = "https://target.test/"}, settings);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_PROXY);
  EXPECT_EQ(got.error, "could not resolve the proxy no-such-proxy.invalid:3128");

  LoopbackServer refusing(
      LoopbackServer::replying([](const Received&) { return answer(407, "", "who are you"); }));
  settings.proxy = proxy_url(refusing.port(), "me:hunter2@");
  got = fetch({.url = "https://target.test/"}, settings);
  EXPECT_EQ(got.status, INGEST_E_UNAVAILABLE);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_PROXY);
  const std::string name = "the proxy 127.0.0.1:" + std::to_string(refusing.port());
  EXPECT_EQ(got.error, name + " refused the user name or the password of http.proxy");
  settings.proxy = proxy_url(refusing.port());
  got = fetch({.url = "https://target.test/"}, settings);
  EXPECT_EQ(got.error, name + " wants a user name and a password: http.proxy holds none");

  LoopbackServer denying(LoopbackServer::replying([](const Received&) { return answer(403, ""); }));
  settings.proxy = proxy_url(denying.port());
  got = fetch({.url = "https://target.test/"}, settings);
  EXPECT_EQ(got.error, "the proxy 127.0.0.1:" + std::to_string(denying.port()) +
                           " answered 403 to CONNECT target.test:443");

  LoopbackServer silent([](Connection& connection) {
    connection.read_request();
    connection.wait(std::chrono::seconds(20));
  });
  settings.proxy = proxy_url(silent.port());
  got = fetch({.url = "https://target.test/", .timeout_ms = 300}, settings);
  EXPECT_EQ(got.status, INGEST_E_TIMEOUT);
  EXPECT_EQ(got.phase, INGEST_HTTP_PHASE_PROXY) << got.error;
}

TEST(Proxy, LoopbackIsNeverProxied) {
  LoopbackServer server(LoopbackServer::replying([](const Received&) { return ok("x"); }));
  host::HttpSettings settings;
  settings.proxy = proxy_url(closed_port());
  EXPECT_EQ(fetch({.url = server.url("/")}, settings).status, INGEST_OK);
}

TEST(Proxy, ComesFromTheEnvironmentUnlessSet) {
  std::string why;
  const auto target = host::http::parse_target("https://target.test/", why);
  const auto exempt = host::http::parse_target("https://a.inside.test/", why);
  ::setenv("https_proxy", "http://env.test:1", 1);
  ::setenv("no_proxy", "inside.test", 1);
  const host::http::ProxyChoice from_env{host::HttpSettings()};
  host::HttpSettings settings;
  settings.proxy = "http://set.test:2";
  settings.no_proxy = "elsewhere.test";
  const host::http::ProxyChoice from_settings(settings);
  ::unsetenv("https_proxy");
  ::unsetenv("no_proxy");
  EXPECT_EQ(from_env.for_target(*target), "http://env.test:1");
  EXPECT_EQ(from_env.authority(), "env.test:1");
  EXPECT_EQ(from_env.for_target(*exempt), "");
  EXPECT_EQ(from_settings.for_target(*exempt), "http://set.test:2");
}

bool covers(std::string_view entry, const std::string& host, std::string_view port = "443") {
  return host::http::no_proxy_covers(entry, host, port);
}

TEST(NoProxy, CoversNamesAddressesAndBlocks) {
  EXPECT_TRUE(covers("*", "any.test"));
  EXPECT_TRUE(covers("Inside.test", "inside.test"));
  EXPECT_TRUE(covers(".inside.test", "a.b.inside.test"));
  EXPECT_TRUE(covers("*.inside.test", "a.b.inside.test"));
  EXPECT_TRUE(covers("inside.test.", "a.inside.test"));
  EXPECT_FALSE(covers("inside.test", "outinside.test"));
  EXPECT_FALSE(covers("inside.test", "test"));
  EXPECT_FALSE(covers("", "test"));
  EXPECT_FALSE(covers(".", "test"));
  EXPECT_TRUE(covers("10.0.0.0/8", "10.200.3.4"));
  EXPECT_TRUE(covers("192.168.4.0/22", "192.168.7.255"));
  EXPECT_FALSE(covers("192.168.4.0/22", "192.168.8.0"));
  EXPECT_TRUE(covers("10.1.2.3", "10.1.2.3"));
  EXPECT_TRUE(covers("fd00::/8", "fd12::1"));
  EXPECT_FALSE(covers("fd00::/8", "10.0.0.1"));
  EXPECT_FALSE(covers("10.0.0.0/99", "10.0.0.1"));
  EXPECT_FALSE(covers("10.0.0.0/8", "name.test"));
}

TEST(NoProxy, AnEntryMayNameAPort) {
  EXPECT_TRUE(covers("inside.test:443", "a.inside.test"));
  EXPECT_FALSE(covers("inside.test:8443", "a.inside.test"));
  EXPECT_TRUE(covers("inside.test:8443", "a.inside.test", "8443"));
  EXPECT_TRUE(covers("10.1.2.3:443", "10.1.2.3"));
  EXPECT_FALSE(covers("10.1.2.3:80", "10.1.2.3"));
  EXPECT_TRUE(covers("[fd00::1]", "fd00::1"));
  EXPECT_TRUE(covers("[fd00::1]:443", "fd00::1"));
  EXPECT_FALSE(covers("[fd00::1]:80", "fd00::1"));
  EXPECT_TRUE(covers("fd00::443", "fd00::443"));  // no port, but an address
  EXPECT_FALSE(covers("*:80", "any.test"));
}

}  // namespace
}  // namespace ingest::test

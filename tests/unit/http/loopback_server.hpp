// loopback_server.hpp - a tiny server on 127.0.0.1 for the tests: one thread a connection, plain or
// TLS, and a function that plays the server's part byte by byte. Ends, with all its threads, when
// it is destroyed.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "throwaway_ca.hpp"

namespace ingest::test {

struct Received {
  std::string method;
  std::string target;
  std::string head;  // as sent, without the body
  std::string body;

  bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

class LoopbackServer;

class Connection {
 public:
  Connection(LoopbackServer& server, int fd) : server_(server), fd_(fd) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool handshake(SSL_CTX* context);
  bool speaks_h2() const;
  // Empty when the peer is gone.
  std::optional<Received> read_request();
  std::string read_some();
  bool read_exactly(char* data, size_t size);
  bool send(std::string_view bytes);
  // Ends with a TCP reset.
  void reset();
  // False: the server is being destroyed.
  bool wait(std::chrono::milliseconds time);
  int fd() const { return fd_; }

 private:
  LoopbackServer& server_;
  int fd_;
  SSL* ssl_ = nullptr;
  std::string buffer_;
};

class LoopbackServer {
 public:
  using Serve = std::function<void(Connection&)>;
  using Reply = std::function<std::string(const Received&)>;

  struct Tls {
    Identity identity;
    bool h2 = false;
  };

  explicit LoopbackServer(Serve serve, std::optional<Tls> tls = std::nullopt);
  // Answers each request of a connection in turn.
  static Serve replying(Reply reply);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  int port() const { return port_; }
  std::string url(std::string_view path, std::string_view host = "127.0.0.1") const;
  unsigned connections() const { return connections_; }
  bool stopping() const { return stopping_; }

 private:
  struct Guest {
    std::thread thread;
    int fd;
    bool done = false;
  };
  void accept_all();
  void host(Guest& guest);

  Serve serve_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<unsigned> connections_{0};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::list<Guest> guests_;
  std::thread acceptor_;
};

// "HTTP/1.1 200 OK" with a length and the headers given ("Name: value\r\n").
std::string ok(std::string_view body, std::string_view headers = "");
std::string answer(int status, std::string_view headers, std::string_view body = "");

// A port on which nothing listens.
int closed_port();

}  // namespace ingest::test

#include "loopback_server.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace ingest::test {
namespace {

int listen_on_loopback(int& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(fd, 128) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("cannot listen on loopback");
  }
  port = ntohs(address.sin_port);
  return fd;
}

int choose_h2(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
              unsigned int in_size, void*) {
  static const unsigned char h2[] = {2, 'h', '2'};
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_size, h2, sizeof(h2), in, in_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

Connection::~Connection() {
  if (ssl_ != nullptr) {
    SSL_shutdown(ssl_);
    SSL_free(ssl_);
  }
}

bool Connection::handshake(SSL_CTX* context) {
  ssl_ = SSL_new(context);
  SSL_set_fd(ssl_, fd_);
  return SSL_accept(ssl_) == 1;
}

bool Connection::speaks_h2() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_, &name, &size);
  return size == 2 && std::memcmp(name, "h2", 2) == 0;
}

std::string Connection::read_some() {
  if (!buffer_.empty()) return std::exchange(buffer_, {});
  char data[16384];
  const ssize_t size =
      ssl_ != nullptr ? SSL_read(ssl_, data, sizeof(data)) : ::recv(fd_, data, sizeof(data), 0);
  return size > 0 ? std::string(data, static_cast<size_t>(size)) : std::string();
}

bool Connection::read_exactly(char* data, size_t size) {
  while (size > 0) {
    std::string some = read_some();
    if (some.empty()) return false;
    const size_t taken = std::min(size, some.size());
    std::memcpy(data, some.data(), taken);
    data += taken;
    size -= taken;
    buffer_ = some.substr(taken);
  }
  return true;
}

std::optional<Received> Connection::read_request() {
  std::string data;
  size_t end = std::string::npos;
  while ((end = data.find("\r\n\r\n")) == std::string::npos) {
    const std::string some = read_some();
    if (some.empty()) return std::nullopt;
    data += some;
  }
  Received request;
  request.head = data.substr(0, end + 4);
  const size_t space = data.find(' ');
  request.method = data.substr(0, space);
  request.target = data.substr(space + 1, data.find(' ', space + 1) - space - 1);
  size_t length = 0;
  const size_t at = request.head.find("Content-Length: ");
  if (at != std::string::npos) length = std::strtoul(request.head.c_str() + at + 16, nullptr, 10);
  buffer_ = data.substr(end + 4);
  request.body.resize(length);
  if (!read_exactly(request.body.data(), length)) return std::nullopt;
  return request;
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const int piece = static_cast<int>(std::min<size_t>(bytes.size(), 1u << 16));
    const ssize_t size = ssl_ != nullptr
                             ? SSL_write(ssl_, bytes.data(), piece)
                             : ::send(fd_, bytes.data(), static_cast<size_t>(piece), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(size));
  }
  return true;
}

void Connection::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

bool Connection::wait(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
    if (server_.stopping()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

LoopbackServer::LoopbackServer(Serve serve, std::optional<Tls> tls)
    : serve_(std::move(serve)), tls_(nullptr, &SSL_CTX_free) {
  if (tls) {
    tls_.reset(SSL_CTX_new(TLS_server_method()));
    tls->identity.install(tls_.get());
    if (tls->h2) SSL_CTX_set_alpn_select_cb(tls_.get(), &choose_h2, nullptr);
  }
  listener_ = listen_on_loopback(port_);
  acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
  stopping_ = true;
  acceptor_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (Guest& guest : guests_) {
      if (!guest.done) ::shutdown(guest.fd, SHUT_RDWR);
    }
  }
  for (Guest& guest : guests_) guest.thread.join();
}

LoopbackServer::Serve LoopbackServer::replying(Reply reply) {
  return [reply = std::move(reply)](Connection& connection) {
    while (const auto request = connection.read_request()) {
      if (!connection.send(reply(*request))) return;
    }
  };
}

std::string LoopbackServer::url(std::string_view path, std::string_view host) const {
  return (tls_ ? "https://" : "http://") + std::string(host) + ":" + std::to_string(port_) +
         std::string(path);
}

void LoopbackServer::accept_all() {
  while (!stopping_) {
    pollfd ready{listener_, POLLIN, 0};
    if (::poll(&ready, 1, 10) <= 0) continue;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    const int now = 1;  // answers go out as they are written
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof(now));
    ++connections_;
    const std::lock_guard lock(mutex_);
    Guest& guest = guests_.emplace_back();
    guest.fd = fd;
    guest.thread = std::thread([this, &guest] { host(guest); });
  }
}

void LoopbackServer::host(Guest& guest) {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  int fd = -1;
  {
    const std::lock_guard lock(mutex_);
    fd = guest.fd;
  }
  {
    Connection connection(*this, fd);
    if (!tls_ || connection.handshake(tls_.get())) serve_(connection);
  }
  const std::lock_guard lock(mutex_);
  guest.done = true;
  ::close(fd);
}

std::string answer(int status, std::string_view headers, std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) + " Reason\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string ok(std::string_view body, std::string_view headers) {
  return answer(200, headers, body);
}

int closed_port() {
  int port = 0;
  ::close(listen_on_loopback(port));
  return port;
}

}  // namespace ingest::test

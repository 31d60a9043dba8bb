#include "http/transfer_callbacks.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstring>
#include <exception>

#include "http/transfer.hpp"

namespace ingest::host::http {
namespace {

Transfer& transfer(void* self) { return *static_cast<Transfer*>(self); }

}  // namespace

void format_endpoint(const char* address, long port, char* out, size_t size) noexcept {
  const bool v6 = std::strchr(address, ':') != nullptr;
  std::snprintf(out, size, v6 ? "[%s]:%ld" : "%s:%ld", address, port);
}

size_t TransferCallbacks::header(char* data, size_t one, size_t count, void* self) noexcept {
  Transfer& t = transfer(self);
  // From here on: a server may think longer about an answer than it may pause within one.
  if (!t.answer_.started()) {
    curl().easy_setopt(t.easy(), CURLOPT_LOW_SPEED_LIMIT, t.low_speed_limit_);
    curl().easy_setopt(t.easy(), CURLOPT_LOW_SPEED_TIME, t.low_speed_time_);
  }
  try {
    return t.answer_.add_header_line({data, one * count}) ? one * count : 0;
  } catch (const std::exception&) {
    t.out_of_memory_ = true;
    return 0;
  }
}

size_t TransferCallbacks::body(char* data, size_t one, size_t count, void* self) noexcept {
  Transfer& t = transfer(self);
  try {
    return t.answer_.add_body({data, one * count}) ? one * count : 0;
  } catch (const std::exception&) {
    t.out_of_memory_ = true;
    return 0;
  }
}

CURLcode TransferCallbacks::tls_context(CURL*, void* ssl_ctx, void* self) noexcept {
  try {
    transfer(self).tls_ = observe_tls(ssl_ctx);
    ++transfer(self).handshakes_;
    return CURLE_OK;
  } catch (const std::exception&) {
    return CURLE_OUT_OF_MEMORY;
  }
}

curl_socket_t TransferCallbacks::open_socket(void* self, curlsocktype,
                                             curl_sockaddr* address) noexcept {
  char host[INET6_ADDRSTRLEN] = {};
  char text[INET6_ADDRSTRLEN + 16] = {};
  uint16_t port = 0;
  if (address->family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address->addr, sizeof(v4));
    inet_ntop(AF_INET, &v4.sin_addr, host, sizeof(host));
    port = ntohs(v4.sin_port);
  } else if (address->family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address->addr, sizeof(v6));
    inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof(host));
    port = ntohs(v6.sin6_port);
  }
  format_endpoint(host, port, text, sizeof(text));
  try {
    transfer(self).tried_ = text;
  } catch (const std::exception&) {
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int TransferCallbacks::ready(void* self, char*, char*, int, int) noexcept {
  Transfer& t = transfer(self);
  t.ready_ = true;
  t.tls_ = tls_facts_of(t.easy_.get());
  return CURL_PREREQFUNC_OK;
}

}  // namespace ingest::host::http

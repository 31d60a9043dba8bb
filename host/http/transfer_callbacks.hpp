// transfer_callbacks.hpp - what libcurl calls while a transfer runs. Nothing throws here: libcurl
// is C.
#pragma once

#include "http/curl_library.hpp"

#include <cstddef>

namespace ingest::host::http {

// userdata of each is the Transfer.
struct TransferCallbacks {
  static size_t header(char* data, size_t one, size_t count, void* self) noexcept;
  static size_t body(char* data, size_t one, size_t count, void* self) noexcept;
  static CURLcode tls_context(CURL* easy, void* ssl_ctx, void* self) noexcept;
  static curl_socket_t open_socket(void* self, curlsocktype purpose,
                                   curl_sockaddr* address) noexcept;
  // The connection stands, fresh or reused; nothing is sent yet.
  static int ready(void* self, char* remote, char* local, int remote_port, int local_port) noexcept;
};

// "address:port", IPv6 in brackets.
void format_endpoint(const char* address, long port, char* out, size_t size) noexcept;

}  // namespace ingest::host::http

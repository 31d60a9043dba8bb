// listen_address.hpp - ADDR:PORT as --listen takes it. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host {

struct ListenAddress {
  std::string address = "127.0.0.1";  // numeric
  std::uint16_t port = 0;             // 0: any free one

  bool is_loopback() const;
  std::string text() const;  // "127.0.0.1:9464", "[::1]:9464"
};

// "127.0.0.1:9464", "[::1]:9464"; ":9464" and "9464" are loopback. No names: what they lead to may
// change. Throws a Failure (kUsage).
ListenAddress parse_listen_address(std::string_view text);

}  // namespace ingest::host

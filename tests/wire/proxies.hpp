// proxies.hpp - an HTTP proxy (tinyproxy) and a SOCKS5 proxy (microsocks), with and without a
// password. One test thread.
#pragma once

#include <string>

#include "server_program.hpp"
#include "tenant.hpp"

namespace ingest::wire {

struct Login {
  std::string name;
  std::string password;
};

class HttpProxy {
 public:
  explicit HttpProxy(const Login& login = {});
  std::string port() const { return std::to_string(server_.port()); }
  // What it was asked for, as its log has it: "CONNECT 0.0.0.0:443 HTTP/1.1" and so on.
  std::string log() const { return e2e::read_file(folder_.path() / "log"); }

 private:
  e2e::TemporaryFolder folder_;
  ServerProgram server_;
};

class SocksProxy {
 public:
  explicit SocksProxy(const Login& login = {});
  std::string port() const { return std::to_string(server_.port()); }

 private:
  ServerProgram server_;
};

}  // namespace ingest::wire

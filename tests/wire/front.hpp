// front.hpp - nginx as a reverse proxy before a simulated tenant, on an address that is no loopback
// address to ingest, so that proxies are used for it: 0.0.0.0, by which Linux means this machine.
// One test thread.
#pragma once

#include <string>
#include <vector>

#include "server_program.hpp"
#include "tenant.hpp"
#include "throwaway_ca.hpp"

namespace ingest::wire {

inline const std::string kFrontNames = "IP:0.0.0.0,IP:127.0.0.1,DNS:localhost";

struct FrontOptions {
  std::string names = kFrontNames;  // in its certificate
  int days_valid = 30;
  std::string tls = "TLSv1.2 TLSv1.3";
  std::string client_ca = {};  // file; not empty: certificates of its are required
};

class Front {
 public:
  Front(const e2e::Tenant& tenant, const test::ThrowawayCa& ca, FrontOptions options = {});

  std::string url() const { return "https://0.0.0.0:" + port(); }
  std::string port() const { return std::to_string(server_.port()); }
  // A line for each request: "HTTP/2.0 TLSv1.3 200 gzip CN=me GET /api/projects"; "-" where there
  // is none.
  std::vector<std::string> requests() const;

 private:
  std::vector<std::string> command(int port) const;

  const e2e::Tenant& tenant_;
  const FrontOptions options_;
  e2e::TemporaryFolder folder_;
  ServerProgram server_;
};

}  // namespace ingest::wire

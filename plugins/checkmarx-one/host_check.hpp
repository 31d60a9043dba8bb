// host_check.hpp - can both hosts of a tenant be reached, and do they show a certificate that
// holds? One request per host that stops after the handshake answers both. One thread.
#pragma once

#include <string>
#include <vector>

#include "checkmarx-one/connection.hpp"
#include "ingest/sdk/http.hpp"
#include "ingest/v1/check.pb.h"

namespace checkmarx::one {

class HostCheck {
 public:
  explicit HostCheck(const Connection& connection);

  // Connects to both; fills the result of "network". Throws RequestError where it fails.
  void network(const ingest::sdk::HttpClient& http, const ingest::sdk::Call& call,
               ingest::v1::CheckResult& result);
  // After network: fills the result of "tls" from the same connections.
  void tls(ingest::v1::CheckResult& result) const;

 private:
  struct Host {
    ingest::sdk::Url url;
    bool is_iam = false;
    int phase = 0;
    bool connected = false;  // past TCP and proxy
    bool secured = false;    // past TLS, or no TLS wanted
    std::string remote;
    std::string tls;
    uint64_t tls_us = 0;
    std::string error;
    std::string hint;
    ingest_status status = INGEST_OK;
  };

  std::string named() const;

  std::vector<Host> hosts_;
};

}  // namespace checkmarx::one

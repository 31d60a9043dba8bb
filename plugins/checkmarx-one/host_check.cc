// host_check.cc - see host_check.hpp.
#include "checkmarx-one/host_check.hpp"

#include <algorithm>
#include <utility>

#include "checkmarx-one/error_text.hpp"
#include "checkmarx-one/request_error.hpp"
#include "ingest/sdk/exchange.hpp"

namespace checkmarx::one {
namespace {

using ingest::sdk::HttpResponse;
using ingest::v1::CheckResult;

void append(std::string& list, const std::string& item) {
  if (!list.empty()) list += "; ";
  list += item;
}

}  // namespace

HostCheck::HostCheck(const Connection& connection) {
  hosts_.push_back(Host{});
  hosts_.back().url = connection.api;
  if (connection.iam.origin() == connection.api.origin()) return;
  hosts_.push_back(Host{});
  hosts_.back().url = connection.iam;
  hosts_.back().is_iam = true;
}

std::string HostCheck::named() const {
  std::string names = hosts_.front().url.authority();
  if (hosts_.size() > 1) names += " and " + hosts_.back().url.authority();
  return names;
}

void HostCheck::network(const ingest::sdk::HttpClient& http, const ingest::sdk::Call& call,
                        CheckResult& result) {
  ingest::sdk::Exchange exchange(http, call);
  uint64_t micros = 0;
  for (Host& host : hosts_) {
    ingest::sdk::HttpRequest request;
    request.url = host.url.origin() + "/";
    request.flags = INGEST_HTTP_CONNECT_ONLY | INGEST_HTTP_NO_RETRY;
    exchange.start(std::move(request), [&host, &micros](HttpResponse response) {
      host.status = response.status();
      host.phase = response.phase();
      host.secured = response.arrived();
      host.connected = response.arrived() || host.phase >= INGEST_HTTP_PHASE_TLS;
      host.remote = response.remote();
      host.tls = fit_for_message(response.tls());
      host.tls_us = response.raw().tls_us;
      if (!response.arrived()) {
        const RequestError error = transport_error(response, "connect");
        host.error = error.observed();
        host.hint = error.hint();
      }
      micros = std::max(micros, response.raw().resolve_us + response.raw().connect_us);
    });
  }
  result.set_tried("connect to " + named());
  exchange.run();
  result.set_duration_ms(micros / 1000);

  std::string seen;
  for (const Host& host : hosts_) {
    const std::string name = host.url.authority();
    if (!host.connected) {
      std::string observed = name + ": ";
      if (host.phase == INGEST_HTTP_PHASE_RESOLVE) observed += "Unknown Host: ";
      std::string hint = host.hint;
      if (host.is_iam) hint += ". This is the identity service: set iam_url if yours is another";
      const ingest_status code =
          host.status == INGEST_E_TIMEOUT ? INGEST_E_TIMEOUT : INGEST_E_UNAVAILABLE;
      throw RequestError(code, 0, result.tried(), observed + host.error, hint);
    }
    append(seen, name + (host.remote.empty() ? " is reachable" : " is " + host.remote));
  }
  result.set_observed(seen);
}

void HostCheck::tls(CheckResult& result) const {
  result.set_tried("TLS handshake with " + named());
  std::string seen;
  uint64_t micros = 0;
  for (const Host& host : hosts_) {
    const std::string name = host.url.authority();
    micros = std::max(micros, host.tls_us);
    if (host.url.scheme == "http") {
      append(seen, name + ": plain HTTP on this machine, no TLS");
    } else if (!host.secured) {
      throw RequestError(INGEST_E_UNAVAILABLE, 0, result.tried(), name + ": " + host.error,
                         host.hint);
    } else {
      append(seen, name + ": " + (host.tls.empty() ? "established" : host.tls));
    }
  }
  result.set_duration_ms(micros / 1000);
  result.set_observed(seen);
}

}  // namespace checkmarx::one

// connection_check.cc - see connection_check.hpp.
#include "checkmarx-one/connection_check.hpp"

#include <chrono>
#include <optional>
#include <string>

#include "checkmarx-one/credential_check.hpp"
#include "checkmarx-one/host_check.hpp"
#include "checkmarx-one/wall_clock.hpp"
#include "ingest/sdk/messages.hpp"

namespace checkmarx::one {
namespace {

using ingest::sdk::Error;
using ingest::v1::CheckResult;

ingest::v1::CheckFailure failure_of(ingest_status code) {
  switch (code) {
    case INGEST_E_CONFIG:
      return ingest::v1::CHECK_FAILURE_CONFIGURATION;
    case INGEST_E_AUTH:
    case INGEST_E_FORBIDDEN:
      return ingest::v1::CHECK_FAILURE_CREDENTIALS;
    case INGEST_E_UNAVAILABLE:
    case INGEST_E_TIMEOUT:
    case INGEST_E_RATE_LIMITED:
      return ingest::v1::CHECK_FAILURE_NETWORK;
    default:
      return ingest::v1::CHECK_FAILURE_SOURCE;
  }
}

void run_timed(CheckResult& result, const std::function<void(CheckResult&)>& check) {
  const auto start = std::chrono::steady_clock::now();
  result.set_outcome(ingest::v1::CHECK_OUTCOME_PASSED);
  try {
    check(result);
  } catch (const RequestError& e) {
    if (e.code() == INGEST_E_CANCELLED) throw;
    result.set_outcome(ingest::v1::CHECK_OUTCOME_FAILED);
    result.set_failure(failure_of(e.code()));
    result.set_tried(e.tried());
    result.set_observed(e.observed());
    result.set_hint(e.hint());
  } catch (const Error& e) {
    if (e.code() == INGEST_E_CANCELLED) throw;
    result.set_outcome(ingest::v1::CHECK_OUTCOME_FAILED);
    result.set_failure(failure_of(e.code()));
    result.set_observed(e.what());
    result.set_hint(
        "Verify that the region value is the base URL of your Checkmarx One "
        "environment (for example https://deu.ast.checkmarx.net)");
  }
  if (result.duration_ms() != 0) return;
  const auto spent = std::chrono::steady_clock::now() - start;
  result.set_duration_ms(
      static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()));
}

}  // namespace

void check_connection(const ingest::v1::ConnectorDescriptor& descriptor,
                      const ingest::sdk::HttpClient& http, const ingest::sdk::Call& call,
                      const ingest::sdk::Sink& sink, const Connection& connection,
                      const ConnectorProbes& probes) {
  HostCheck hosts(connection);
  std::optional<ApiClient> api;
  AccessClaims claims;
  const auto run = [&](const std::string& id, CheckResult& result) {
    if (id == "network") return hosts.network(http, call, result);
    if (id == "tls") return hosts.tls(result);
    if (id == "credentials") {
      api.emplace(http, call, connection);
      claims = check_credentials(*api, unix_now(), result);
      return;
    }
    if (id == "authorization") return probes.authorization(*api, claims, result);
    if (id == "data") return probes.data(*api, result);
    throw Error(INGEST_E_INTERNAL, "the descriptor names an unknown check: " + id);
  };

  bool failed = false;
  for (const ingest::v1::CheckInfo& info : descriptor.checks()) {
    call.check();
    CheckResult result;
    result.set_id(info.id());
    result.set_title(info.title());
    if (failed) {
      result.set_outcome(ingest::v1::CHECK_OUTCOME_NOT_RUN);
    } else {
      run_timed(result, [&](CheckResult& r) { run(info.id(), r); });
      failed = result.outcome() == ingest::v1::CHECK_OUTCOME_FAILED;
    }
    ingest::sdk::emit_check(sink, result);
  }
}

}  // namespace checkmarx::one

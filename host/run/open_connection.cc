// open_connection.cc - see open_connection.hpp.
#include "run/open_connection.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "connection/secret_source.hpp"
#include "connection/settings.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"
#include "diagnostics/redactor.hpp"
#include "http/backoff.hpp"
#include "http/proxy_choice.hpp"
#include "output/sha256.hpp"
#include "secrets/secret_store.hpp"
#include "vetting/catalog.hpp"

namespace ingest::host {
namespace {

LogLevel level_of(ingest_log_level level) {
  switch (level) {
    case INGEST_LOG_DEBUG:
      return LogLevel::kDebug;
    case INGEST_LOG_INFO:
      return LogLevel::kInfo;
    case INGEST_LOG_WARN:
      return LogLevel::kWarn;
    default:
      return LogLevel::kError;
  }
}

// The store is opened only when something refers to it.
SecretSource source_of(const std::filesystem::path& folder, const Surroundings& surroundings) {
  if (const auto handed = surroundings.handed_over)
    return SecretSource(
        folder, [handed](std::string_view name) { return handed->stored(name); },
        [handed](std::string_view name) { return handed->variable(name); });
  return SecretSource(folder, [state_dir = surroundings.state_dir](std::string_view name) {
    return SecretStore(state_dir).get(name);
  });
}

// What of the http section may be a reference.
std::string resolved(const Connection& connection, const ConfigValue& value, const char* key,
                     const SecretSource& secrets) {
  try {
    const auto reference = parse_reference(value.text);
    if (!reference) return value.text;
    const SecretString secret = secrets.resolve(*reference);
    redactor().add(secret.reveal());
    return std::string(secret.reveal());
  } catch (const Failure& failure) {
    throw Failure(failure.status(),
                  where(connection, value.place) + ": http." + key + ": " + failure.what(),
                  failure.hint());
  } catch (const std::exception& error) {
    throw Failure(ExitStatus::kConfig,
                  where(connection, value.place) + ": http." + key + ": " + error.what());
  }
}

// The proxy may come from the environment, and what is shown need not be the whole URL.
void hide_password_of(const std::string& proxy) {
  const size_t start = proxy.find("://");
  const size_t login = start == std::string::npos ? 0 : start + 3;
  const size_t at = proxy.rfind('@');
  const size_t colon = proxy.find(':', login);
  if (at == std::string::npos || colon == std::string::npos || colon >= at) return;
  redactor().add(std::string_view(proxy).substr(colon + 1, at - colon - 1));
}

constexpr unsigned kTrialConcurrency = 2;

HttpSettings http_settings(const Connection& connection, const SecretSource& secrets,
                           Purpose purpose) {
  HttpSettings settings;
  settings.ca_file = connection.http.ca_file.string();
  settings.proxy = resolved(connection, connection.http.proxy, "proxy", secrets);
  settings.no_proxy = connection.http.no_proxy;
  settings.client_cert = connection.http.client_cert.string();
  settings.client_key = connection.http.client_key.string();
  settings.client_key_password =
      resolved(connection, connection.http.client_key_password, "client_key_password", secrets);
  hide_password_of(http::proxy_in_force(settings));
  settings.timeout = connection.http.timeout;
  settings.connect_timeout = connection.http.connect_timeout;
  settings.max_concurrency = connection.http.max_concurrency;
  if (purpose == Purpose::kTrial)
    settings.max_concurrency = std::min(settings.max_concurrency, kTrialConcurrency);
  settings.requests_per_second = connection.http.requests_per_second;
  settings.low_speed_limit = connection.http.stall.bytes_per_second;
  settings.low_speed_time = connection.http.stall.after;
  return settings;
}

RetryLimits retry_limits(const RetryOptions& chosen, Purpose purpose) {
  using std::chrono::milliseconds;
  RetryLimits limits{chosen.max_attempts, chosen.initial_backoff, chosen.max_backoff,
                     chosen.max_elapsed, chosen.max_retry_after};
  if (purpose == Purpose::kTest) {
    limits.max_attempts = std::min(limits.max_attempts, 2u);
    limits.max_backoff = std::min(limits.max_backoff, milliseconds(1000));
    limits.max_elapsed = std::min(limits.max_elapsed, milliseconds(10000));
    limits.max_retry_after = std::min(limits.max_retry_after, milliseconds(5000));
  }
  return limits;
}

HostServices services(HttpEngine* http, const std::string& connector) {
  HostServices hooks;
  hooks.log_enabled = [](ingest_log_level level) { return log_enabled(level_of(level)); };
  hooks.log = [connector](ingest_log_level level, std::string_view message) {
    log(level_of(level), connector, message);
  };
  if (http == nullptr) return hooks;
  hooks.extension = [http](std::string_view id) -> const void* {
    return id == INGEST_EXT_HTTP ? http->table() : nullptr;
  };
  hooks.call_ended = [http](const ingest_call* call) { http->forget(call); };
  return hooks;
}

// Of one that was handed over nothing is looked up: neither folders nor other programs may be in
// this process's reach.
ConnectorLibrary& loaded(const Connection& connection, const Surroundings& surroundings) {
  if (!surroundings.connector)
    return load_connector(connection.plugin, connector_search(surroundings));
  ObservedCall observed(ConnectorCall::kLoading);
  ConnectorLibrary& library = ConnectorLibrary::load(*surroundings.connector);
  observed.examine(library.id());
  if (library.id() == connection.plugin) return library;
  throw Failure(ExitStatus::kConfig,
                where(connection, connection.plugin_place) + ": plugin is " + connection.plugin +
                    ", but was " + library.id() + " a moment ago",
                "The connection file changed while the command began: the next one has it.");
}

}  // namespace

ConnectorSearch connector_search(const Surroundings& surroundings) {
  return {surroundings.program,
          surroundings.plugin_folders,
          surroundings.config_dir,
          surroundings.state_dir,
          {}};
}

OpenConnection::OpenConnection(const std::string& argument, const Surroundings& surroundings,
                               Purpose purpose, const std::optional<std::string>& map)
    : OpenConnection(read_connection(find_connection(argument, surroundings.config_dir)), {},
                     surroundings, purpose, map) {}

OpenConnection::OpenConnection(Connection connection, SecretSource::Store store,
                               const Surroundings& surroundings, Purpose purpose,
                               const std::optional<std::string>& map)
    : connection_(std::move(connection)), library_(loaded(connection_, surroundings)) {
  const std::filesystem::path folder = connection_.file.parent_path();
  map_ = choose_map(map ? *map : connection_.map, library_.details(), surroundings.config_dir,
                    map ? std::filesystem::current_path() : folder);
  const SecretSource secrets =
      store ? SecretSource(folder, std::move(store)) : source_of(folder, surroundings);
  if (purpose == Purpose::kReplay) {
    instance_ = std::make_unique<ConnectorInstance>(
        library_, build_settings_for_replay(connection_, library_.details(), secrets, map_.json),
        services(nullptr, library_.id()));
    return;
  }
  SecretString settings = build_settings(connection_, library_.details(), secrets, map_.json,
                                         [this](std::string_view key, std::string_view secret) {
                                           redactor().add(secret);
                                           if (const auto at = credential_expiry(secret))
                                             expiries_.push_back({std::string(key), *at});
                                         });
  settings_sha256_ =
      hex(sha256(settings_without_secrets(connection_, library_.details(), secrets)));
  http_ = std::make_unique<HttpEngine>(
      http_settings(connection_, secrets, purpose),
      [](ingest_log_level level, const std::string& line) { log(level_of(level), "http", line); },
      std::make_unique<Backoff>(retry_limits(connection_.http.retry, purpose)));
  instance_ = std::make_unique<ConnectorInstance>(library_, std::move(settings),
                                                  services(http_.get(), library_.id()));
}

}  // namespace ingest::host

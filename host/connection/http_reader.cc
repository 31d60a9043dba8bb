// http_reader.cc - see http_reader.hpp.
#include "connection/http_reader.hpp"

#include <charconv>
#include <stdexcept>

#include "connection/literal_secret.hpp"
#include "connection/secret_source.hpp"
#include "connection/time_text.hpp"

namespace ingest::host {
namespace {

using std::chrono::milliseconds;

milliseconds read_duration(const YamlValue& value, milliseconds least, milliseconds most,
                           const char* words) {
  const auto duration = parse_duration(value.text());
  if (!duration || *duration < least || *duration > most)
    value.fail("must be a duration " + std::string(words));
  return *duration;
}

milliseconds read_timeout(const YamlValue& value) {
  return read_duration(value, milliseconds(1), std::chrono::hours(24),
                       "up to 24h, e.g. 60s or 500ms");
}

template <class Number>
Number read_number(const YamlValue& value, Number least, Number most) {
  const std::string text = value.text();
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number >= least) ||
      !(number <= most))
    value.fail("must be a number from " + std::to_string(least) + " to " + std::to_string(most));
  return number;
}

RetryOptions read_retry(const YamlValue& section) {
  RetryOptions retry;
  for (const YamlValue& value : section.members(
           {"max_attempts", "initial_backoff", "max_backoff", "max_elapsed", "max_retry_after"})) {
    const std::string& key = value.key();
    if (key == "max_attempts") {
      retry.max_attempts = read_number<unsigned>(value, 1, 20);
    } else if (key == "initial_backoff") {
      retry.initial_backoff = read_duration(value, milliseconds(1), std::chrono::minutes(1),
                                            "from 1ms to 1m, e.g. 500ms");
    } else if (key == "max_backoff") {
      retry.max_backoff = read_duration(value, milliseconds(1), std::chrono::minutes(10),
                                        "from 1ms to 10m, e.g. 30s");
    } else if (key == "max_elapsed") {
      retry.max_elapsed = read_timeout(value);
    } else if (key == "max_retry_after") {
      retry.max_retry_after =
          read_duration(value, milliseconds(0), std::chrono::hours(24), "up to 24h, e.g. 2m");
    }
  }
  if (retry.initial_backoff > retry.max_backoff)
    section.fail("has an initial_backoff that is longer than its max_backoff");
  return retry;
}

StallOptions read_stall(const YamlValue& section) {
  StallOptions stall;
  for (const YamlValue& value : section.members({"bytes_per_second", "after"})) {
    if (value.key() == "bytes_per_second") {
      stall.bytes_per_second = read_number<unsigned>(value, 0, 1'000'000'000);
    } else if (value.key() == "after") {
      constexpr const char* kWords = "of whole seconds from 1s to 1h, e.g. 30s";
      const milliseconds after =
          read_duration(value, std::chrono::seconds(1), std::chrono::hours(1), kWords);
      if (after % std::chrono::seconds(1) != milliseconds(0))
        value.fail("must be a duration " + std::string(kWords));
      stall.after = std::chrono::duration_cast<std::chrono::seconds>(after);
    }
  }
  return stall;
}

ConfigValue read_proxy(const YamlValue& value) {
  ConfigValue proxy{value.text(), value.place()};
  try {
    const bool literal = !parse_reference(proxy.text);
    if (literal && proxy.text.find('@') != std::string::npos)
      value.fail("holds a user name or password in the file", three_ways("proxy"));
  } catch (const std::invalid_argument& e) {
    value.fail(e.what());
  }
  return proxy;
}

ConfigValue read_password(const YamlValue& value) {
  ConfigValue password{value.text(), value.place()};
  try {
    if (!parse_reference(password.text))
      value.fail("holds a password in the file", three_ways("client_key_password"));
  } catch (const std::invalid_argument& e) {
    value.fail(e.what());
  }
  return password;
}

// One file may hold both, and then one of the two keys is enough.
void complete_identity(HttpOptions& http) {
  if (http.client_cert.empty()) http.client_cert = http.client_key;
  if (http.client_key.empty()) http.client_key = http.client_cert;
}

}  // namespace

HttpOptions read_http(const YamlValue& section, const std::filesystem::path& folder) {
  HttpOptions http;
  for (const YamlValue& value :
       section.members({"ca_file", "proxy", "no_proxy", "client_cert", "client_key",
                        "client_key_password", "timeout", "connect_timeout", "max_concurrency",
                        "requests_per_second", "retry", "stall"})) {
    const std::string& key = value.key();
    if (key == "ca_file") {
      http.ca_file = (folder / value.text()).lexically_normal();
    } else if (key == "proxy") {
      http.proxy = read_proxy(value);
    } else if (key == "no_proxy") {
      http.no_proxy = value.text();
    } else if (key == "client_cert") {
      http.client_cert = (folder / value.text()).lexically_normal();
    } else if (key == "client_key") {
      http.client_key = (folder / value.text()).lexically_normal();
    } else if (key == "client_key_password") {
      http.client_key_password = read_password(value);
    } else if (key == "timeout") {
      http.timeout = read_timeout(value);
    } else if (key == "connect_timeout") {
      http.connect_timeout = read_timeout(value);
    } else if (key == "max_concurrency") {
      http.max_concurrency = read_number<unsigned>(value, 1, 64);
    } else if (key == "requests_per_second") {
      http.requests_per_second = read_number<double>(value, 0, 10000);
    } else if (key == "retry") {
      http.retry = read_retry(value);
    } else if (key == "stall") {
      http.stall = read_stall(value);
    }
  }
  complete_identity(http);
  if (http.client_key.empty() && !http.client_key_password.text.empty())
    section.fail("has a client_key_password and no client_key");
  return http;
}

}  // namespace ingest::host

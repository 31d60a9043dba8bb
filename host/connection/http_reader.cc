// http_reader.cc - see http_reader.hpp.
#include "connection/http_reader.hpp"

#include <charconv>
#include <stdexcept>

#include "connection/literal_secret.hpp"
#include "connection/secret_source.hpp"
#include "connection/time_text.hpp"

namespace ingest::host {
namespace {

std::chrono::milliseconds read_timeout(const YamlValue& value) {
  const auto duration = parse_duration(value.text());
  if (!duration || *duration <= std::chrono::milliseconds(0) || *duration > std::chrono::hours(24))
    value.fail("must be a duration up to 24h, e.g. 60s or 500ms");
  return *duration;
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

}  // namespace

HttpOptions read_http(const YamlValue& section, const std::filesystem::path& folder) {
  HttpOptions http;
  for (const YamlValue& value :
       section.members({"ca_file", "proxy", "no_proxy", "timeout", "connect_timeout",
                        "max_concurrency", "requests_per_second"})) {
    const std::string& key = value.key();
    if (key == "ca_file") {
      http.ca_file = (folder / value.text()).lexically_normal();
    } else if (key == "proxy") {
      http.proxy = read_proxy(value);
    } else if (key == "no_proxy") {
      http.no_proxy = value.text();
    } else if (key == "timeout") {
      http.timeout = read_timeout(value);
    } else if (key == "connect_timeout") {
      http.connect_timeout = read_timeout(value);
    } else if (key == "max_concurrency") {
      http.max_concurrency = read_number<unsigned>(value, 1, 64);
    } else if (key == "requests_per_second") {
      http.requests_per_second = read_number<double>(value, 0, 10000);
    }
  }
  return http;
}

}  // namespace ingest::host

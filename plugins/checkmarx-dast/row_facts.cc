// row_facts.cc - see row_facts.hpp.
#include "checkmarx-dast/row_facts.hpp"

#include <charconv>
#include <utility>

#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;

std::string to_case(std::string_view text, char first, char last, int shift) {
  std::string out(text);
  for (char& c : out) {
    if (c >= first && c <= last) c = static_cast<char>(c + shift);
  }
  return out;
}

}  // namespace

Endpoint endpoint_of(std::string_view url) {
  Endpoint out;
  const size_t colon = url.find("://");
  if (colon == std::string_view::npos || colon == 0 || colon > 16) return out;
  const std::string scheme = to_case(url.substr(0, colon), 'A', 'Z', 'a' - 'A');
  if (scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") != std::string::npos)
    return out;
  out.protocol = scheme;
  if (scheme == "https" || scheme == "wss") out.port = 443;
  if (scheme == "http" || scheme == "ws") out.port = 80;
  std::string_view authority = url.substr(colon + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  const size_t at = authority.rfind(':');
  if (at == std::string_view::npos || authority.find(']', at) != std::string_view::npos) return out;
  const std::string_view digits = authority.substr(at + 1);
  if (digits.empty()) return out;
  uint16_t port = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  out.port = whole ? port : 0;
  return out;
}

std::string link_to(std::string_view base, std::string_view environment, std::string_view scan,
                    std::string_view result) {
  if (base.empty() || environment.empty() || scan.empty() || result.empty()) return {};
  return std::string(base) + "/applicationsAndProjects/environments/" +
         ingest::sdk::percent_encode(environment) + "/" + ingest::sdk::percent_encode(scan) +
         "?resultId=" + ingest::sdk::percent_encode(result);
}

void add_facts(boost::json::object& row, const RowContext& context) {
  const std::string_view url = json::string_at(row, "url");
  const Endpoint endpoint = endpoint_of(url);
  const std::string method = to_case(json::string_at(row, "method"), 'a', 'z', 'A' - 'a');
  const std::string path = json::text_at(row, "path");
  const std::string link =
      link_to(context.base, context.environment, context.scan, json::text_at(row, "id"));

  boost::json::object location(row.storage());
  location["protocol"] = endpoint.protocol;
  if (endpoint.port != 0) location["port"] = int64_t{endpoint.port};
  location["instance"] = method.empty() || path.empty() ? method + path : method + " " + path;
  row["$location"] = std::move(location);
  row["$link"] = link;
}

}  // namespace checkmarx::dast

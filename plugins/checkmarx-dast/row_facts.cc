// row_facts.cc - see row_facts.hpp.
#include "checkmarx-dast/row_facts.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "checkmarx-one/row_parser.hpp"
#include "checkmarx-one/tree_row.hpp"
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

struct Says {
  std::string_view url;
  std::string_view method;
  std::string_view path;
  std::string_view id;
};

template <class Row>
void write_facts(Row& row, const Says& says, const RowContext& context) {
  const Endpoint endpoint = endpoint_of(says.url);
  const std::string method = to_case(says.method, 'a', 'z', 'A' - 'a');
  const std::string_view between = method.empty() || says.path.empty() ? "" : " ";
  row.begin("$location");
  row.add("protocol", endpoint.protocol);
  if (endpoint.port != 0) row.add("port", int64_t{endpoint.port});
  row.add("instance", {method, between, says.path});
  row.end();
  const bool has_link = !context.link.empty() && !says.id.empty();
  row.add("$link", {has_link ? std::string_view(context.link) : std::string_view(),
                    has_link ? ingest::sdk::percent_encode(says.id) : std::string()});
}

}  // namespace

Endpoint endpoint_of(std::string_view url) {
  Endpoint out;
  const size_t colon = url.find(':');
  if (colon == 0 || colon > 16 || !url.substr(colon).starts_with("://")) return out;
  const std::string scheme = to_case(url.substr(0, colon), 'A', 'Z', 'a' - 'A');
  const auto belongs = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  };
  if (!std::all_of(scheme.begin(), scheme.end(), belongs)) return out;
  out.protocol = scheme;
  if (scheme == "https" || scheme == "wss") out.port = 443;
  if (scheme == "http" || scheme == "ws") out.port = 80;
  std::string_view authority = url.substr(colon + 3);
  const auto ends = [](char c) { return c == '/' || c == '?' || c == '#'; };
  authority = authority.substr(
      0, static_cast<size_t>(std::find_if(authority.begin(), authority.end(), ends) -
                             authority.begin()));
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

std::string link_prefix(std::string_view base, std::string_view environment,
                        std::string_view scan) {
  if (base.empty() || environment.empty() || scan.empty()) return {};
  return std::string(base) + "/applicationsAndProjects/environments/" +
         ingest::sdk::percent_encode(environment) + "/" + ingest::sdk::percent_encode(scan) +
         "?resultId=";
}

ingest::sdk::RowPlan row_plan(const ingest::sdk::TransformMap& map) {
  return {map, {one::kWithheld, "url", "method", "path", "id"}};
}

void add_facts(ingest::sdk::RowReader& row, const RowContext& context) {
  write_facts(row, {row.string(kUrl), row.string(kMethod), row.text(kPath), row.text(kId)},
              context);
}

void add_facts(boost::json::object& row, const RowContext& context) {
  const std::string path = json::text_at(row, "path");
  const std::string id = json::text_at(row, "id");
  const std::string url(json::string_at(row, "url"));
  const std::string method(json::string_at(row, "method"));
  one::TreeRow tree(row);
  write_facts(tree, {url, method, path, id}, context);
}

}  // namespace checkmarx::dast

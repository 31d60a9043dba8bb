// region.cc - see region.hpp.
#include "checkmarx-one/region.hpp"

#include <algorithm>
#include <string>

#include "ingest/sdk/connector.hpp"

namespace checkmarx::one {
namespace {

using ingest::sdk::Error;
using ingest::sdk::Url;

constexpr std::string_view kDomain = ".checkmarx.net";

// Short names that are no prefix of their host, in lower case.
constexpr std::array<KnownRegion, 9> kAliases = {{
    {"us", "ast.checkmarx.net"},
    {"us2", "us.ast.checkmarx.net"},
    {"eu2", "eu-2.ast.checkmarx.net"},
    {"india", "ind.ast.checkmarx.net"},
    {"india 2", "ind-2.ast.checkmarx.net"},
    {"singapore", "sng.ast.checkmarx.net"},
    {"uae", "mea.ast.checkmarx.net"},
    {"israel (gov)", "gov-il.ast.checkmarx.net"},
    {"australia & new zealand", "anz.ast.checkmarx.net"},
}};

std::string tidy(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string host_of(const std::string& region) {
  for (const KnownRegion& alias : kAliases) {
    if (alias.name == region) return std::string(alias.host);
  }
  if (region == "ast" || ends_with(region, ".ast")) return region + std::string(kDomain);
  if (is_label(region) && region != "localhost") return region + ".ast" + std::string(kDomain);
  return region;
}

}  // namespace

const std::array<KnownRegion, 11>& known_regions() {
  static constexpr std::array<KnownRegion, 11> kRegions = {{
      {"US", "ast.checkmarx.net"},
      {"US2", "us.ast.checkmarx.net"},
      {"EU", "eu.ast.checkmarx.net"},
      {"EU2", "eu-2.ast.checkmarx.net"},
      {"DEU", "deu.ast.checkmarx.net"},
      {"Australia & New Zealand", "anz.ast.checkmarx.net"},
      {"India", "ind.ast.checkmarx.net"},
      {"India 2", "ind-2.ast.checkmarx.net"},
      {"Singapore", "sng.ast.checkmarx.net"},
      {"UAE", "mea.ast.checkmarx.net"},
      {"Israel (Gov)", "gov-il.ast.checkmarx.net"},
  }};
  return kRegions;
}

Url base_url(std::string_view region, std::string_view key) {
  const std::string text = tidy(region);
  const std::string prefix = "config." + std::string(key) + " ";
  if (text.empty())
    throw Error(INGEST_E_CONFIG, prefix +
                                     "is empty; give the region, for example deu, or the "
                                     "URL, for example https://deu.ast.checkmarx.net");
  const bool is_url = text.find("://") != std::string::npos;
  std::optional<Url> url = ingest::sdk::parse_url(is_url ? text : "https://" + host_of(text));
  if (!url)
    throw Error(INGEST_E_CONFIG, prefix +
                                     "is neither a region, a host nor an http(s) URL "
                                     "without user name and fragment; examples: deu, "
                                     "deu.ast.checkmarx.net, https://deu.ast.checkmarx.net");
  if (url->scheme == "http" && !ingest::sdk::is_loopback(url->host))
    throw Error(INGEST_E_CONFIG, prefix +
                                     "starts with http://, which would send credentials in "
                                     "clear; use https://" +
                                     url->host);
  url->path = "/";
  return *url;
}

std::optional<Url> iam_of(const Url& api) {
  if (!ends_with(api.host, kDomain)) return std::nullopt;
  Url iam = api;
  if (api.host.rfind("ast.", 0) == 0) {
    iam.host.replace(0, 3, "iam");
    return iam;
  }
  const size_t at = api.host.find(".ast.");
  if (at == std::string::npos) return std::nullopt;
  iam.host.replace(at + 1, 3, "iam");
  return iam;
}

}  // namespace checkmarx::one

// row_facts.cc - see row_facts.hpp.
#include "checkmarx-sca/row_facts.hpp"

#include <array>

#include "ingest/sdk/json.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

struct Metric {
  std::string_view letters;
  std::string_view member;
  std::string_view older;   // the member's name in older rows
  std::string_view values;  // first letters of the values that it may have
};

// In the order of the specification.
constexpr std::array<Metric, 8> kMetrics = {{
    {"AV", "attackVector", "", "NALP"},
    {"AC", "attackComplexity", "", "LH"},
    {"PR", "privilegesRequired", "", "NLH"},
    {"UI", "userInteraction", "", "NR"},
    {"S", "scope", "", "UC"},
    {"C", "confidentiality", "confidentialityImpact", "NLH"},
    {"I", "integrity", "integrityImpact", "NLH"},
    {"A", "availability", "availabilityImpact", "NLH"},
}};

std::string_view vector_prefix(const std::string& version) {
  if (version == "3.0") return "CVSS:3.0";
  // The rows say 3 and mean the present revision; both have the same base metrics.
  if (version == "3" || version == "3.1") return "CVSS:3.1";
  return {};
}

}  // namespace

PackageParts split_package(std::string_view identifier) {
  PackageParts parts;
  const size_t first = identifier.find('-');
  if (first == std::string_view::npos) {
    parts.name = identifier;
    return parts;
  }
  parts.ecosystem = identifier.substr(0, first);
  std::string_view rest = identifier.substr(first + 1);
  parts.name = rest;
  const size_t last = rest.rfind('-');
  if (last == std::string_view::npos || last == 0 || last + 1 == rest.size()) return parts;
  const std::string_view name = rest.substr(0, last);
  const std::string_view version = rest.substr(last + 1);
  if (!is_digit(version.front())) return parts;
  // "foo-1.0.0-2": the version may have begun before.
  const size_t before = name.rfind('-');
  const std::string_view previous = name.substr(before == name.npos ? 0 : before + 1);
  if (before != name.npos && !previous.empty() && is_digit(previous.front()) &&
      previous.find('.') != previous.npos)
    return parts;
  parts.name = name;
  parts.version = version;
  return parts;
}

std::string cvss_vector(const boost::json::object& cvss) {
  std::string vector(vector_prefix(json::text_at(cvss, "version")));
  if (vector.empty()) return {};
  for (const Metric& metric : kMetrics) {
    std::string value = upper(json::string_at(cvss, metric.member));
    if (value.empty() && !metric.older.empty()) value = upper(json::string_at(cvss, metric.older));
    if (value.empty() || metric.values.find(value.front()) == metric.values.npos) return {};
    vector.append("/").append(metric.letters).append(":").append(1, value.front());
  }
  return vector;
}

void add_facts(boost::json::object& row) {
  const boost::json::object& data = json::object_at(row, "data");
  const boost::json::object& cvss =
      json::object_at(json::object_at(row, "vulnerabilityDetails"), "cvss");
  const std::string identifier = json::text_at(data, "packageIdentifier");
  const PackageParts parts = split_package(identifier);
  const std::string vector = cvss_vector(cvss);

  const boost::json::storage_ptr storage = row.storage();
  boost::json::object package(storage);
  package["ecosystem"] = parts.ecosystem;
  package["name"] = parts.name;
  package["version"] = parts.version;
  boost::json::object facts(storage);
  facts["vector"] = vector;
  row["$package"] = std::move(package);
  row["$cvss"] = std::move(facts);
}

}  // namespace checkmarx::sca

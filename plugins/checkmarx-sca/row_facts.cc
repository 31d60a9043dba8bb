// row_facts.cc - see row_facts.hpp.
#include "checkmarx-sca/row_facts.hpp"

#include <algorithm>
#include <array>

#include "checkmarx-one/row_parser.hpp"
#include "checkmarx-one/tree_row.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

struct Metric {
  std::string_view letters;
  std::string_view member;
  std::string_view values;  // first letters of the values that it may have
  size_t older = 0;         // where the word under the member's name in older rows is; 0: nowhere
};

// In the order of the specification.
constexpr std::array<Metric, 8> kMetrics = {{
    {"AV", "attackVector", "NALP"},
    {"AC", "attackComplexity", "LH"},
    {"PR", "privilegesRequired", "NLH"},
    {"UI", "userInteraction", "NR"},
    {"S", "scope", "UC"},
    {"C", "confidentiality", "NLH", 8},
    {"I", "integrity", "NLH", 9},
    {"A", "availability", "NLH", 10},
}};
constexpr std::array<std::string_view, 3> kOlder = {"confidentialityImpact", "integrityImpact",
                                                    "availabilityImpact"};
using MetricWords = std::array<std::string_view, kMetrics.size() + kOlder.size()>;

std::string_view vector_prefix(std::string_view version) {
  if (version == "3.0") return "CVSS:3.0";
  // The rows say 3 and mean the present revision; both have the same base metrics.
  if (version == "3" || version == "3.1") return "CVSS:3.1";
  return {};
}

// Into room for the longest one.
using VectorRoom = std::array<char, 64>;
std::string_view vector_of(std::string_view version, const MetricWords& words, VectorRoom& room) {
  size_t size = 0;
  const auto append = [&](std::string_view text) {
    std::copy(text.begin(), text.end(), room.begin() + static_cast<ptrdiff_t>(size));
    size += text.size();
  };
  append(vector_prefix(version));
  if (size == 0) return {};
  for (size_t i = 0; i < kMetrics.size(); ++i) {
    const Metric& metric = kMetrics[i];
    const std::string_view word =
        words[i].empty() && metric.older != 0 ? words[metric.older] : words[i];
    if (word.empty()) return {};
    const char letter = upper(word.front());
    if (metric.values.find(letter) == metric.values.npos) return {};
    append("/");
    append(metric.letters);
    append(":");
    append({&letter, 1});
  }
  return {room.data(), size};
}

template <class Row>
void write_facts(Row& row, std::string_view identifier, std::string_view vector) {
  const PackageParts parts = split_package(identifier);
  row.begin("$package");
  row.add("ecosystem", parts.ecosystem);
  row.add("name", parts.name);
  row.add("version", parts.version);
  row.end();
  row.begin("$cvss");
  row.add("vector", vector);
  row.end();
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
  MetricWords words;
  for (size_t i = 0; i < kMetrics.size(); ++i) words[i] = json::string_at(cvss, kMetrics[i].member);
  for (size_t i = 0; i < kOlder.size(); ++i)
    words[kMetrics.size() + i] = json::string_at(cvss, kOlder[i]);
  VectorRoom room;
  return std::string(vector_of(json::text_at(cvss, "version"), words, room));
}

ingest::sdk::RowPlan row_plan(const ingest::sdk::TransformMap& map) {
  ingest::sdk::RowPlan plan(
      map,
      {one::kWithheld, "type", "data.packageIdentifier", "vulnerabilityDetails.cvss.version",
       "vulnerabilityDetails.cvss.attackVector", "vulnerabilityDetails.cvss.attackComplexity",
       "vulnerabilityDetails.cvss.privilegesRequired", "vulnerabilityDetails.cvss.userInteraction",
       "vulnerabilityDetails.cvss.scope", "vulnerabilityDetails.cvss.confidentiality",
       "vulnerabilityDetails.cvss.integrity", "vulnerabilityDetails.cvss.availability",
       "vulnerabilityDetails.cvss.confidentialityImpact",
       "vulnerabilityDetails.cvss.integrityImpact",
       "vulnerabilityDetails.cvss.availabilityImpact"});
  plan.only(kType, std::string(kEngine), {kWithheld});
  return plan;
}

void add_facts(ingest::sdk::RowReader& row) {
  MetricWords words;
  for (size_t i = 0; i < words.size(); ++i) words[i] = row.string(kFirstMetric + i);
  VectorRoom room;
  write_facts(row, row.text(kPackageIdentifier), vector_of(row.text(kCvssVersion), words, room));
}

void add_facts(boost::json::object& row) {
  const std::string identifier = json::text_at(json::object_at(row, "data"), "packageIdentifier");
  const std::string vector =
      cvss_vector(json::object_at(json::object_at(row, "vulnerabilityDetails"), "cvss"));
  one::TreeRow tree(row);
  write_facts(tree, identifier, vector);
}

}  // namespace checkmarx::sca

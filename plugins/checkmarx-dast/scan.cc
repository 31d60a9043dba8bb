// scan.cc - see scan.hpp.
#include "checkmarx-dast/scan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "checkmarx-dast/allow_list.hpp"
#include "checkmarx-one/source_text.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;

constexpr std::array<Allowed, 14> kFacts = {{
    {"scanId"},
    {"environmentId"},
    {"projectId"},
    {"initiator"},
    {"scanType"},
    {"source"},
    {"created"},
    {"startTime"},
    {"updateTime"},
    {"scanDuration"},
    {"lastStatus"},
    {"riskRating"},
    {"alertRiskRating"},
    {"scannedPathsCount"},
}};

std::string time_of(const boost::json::object& scan) {
  for (const std::string_view name : {"updateTime", "startTime", "created"}) {
    const std::string_view time = one::comparable_time(json::string_at(scan, name));
    if (!time.empty()) return std::string(time);
  }
  return {};
}

// By severity; the services spell one of them in two ways, and other words may come.
bool counts_results(const boost::json::object& scan, std::string_view member) {
  const boost::json::object& counts = json::object_at(scan, member);
  return std::any_of(counts.begin(), counts.end(), [&counts](const auto& count) {
    return json::uint_at(counts, count.key()).value_or(0) > 0;
  });
}

}  // namespace

std::string status_word(std::string_view status) {
  std::string word(status.substr(0, status.find('@')));
  while (!word.empty() && word.back() == ' ') word.pop_back();
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

void NewestScan::offer(boost::json::object& row) {
  ++offered_;
  Scan scan;
  scan.id = json::text_at(row, "scanId");
  scan.status = json::text_at(row, "lastStatus");
  const std::string word = status_word(scan.status);
  if (scan.id.empty() || (word != "completed" && word != "finished")) return;
  ++finished_;
  const auto has_results = json::bool_at(row, "hasResults");
  if (has_results == false) return;
  scan.says_results = has_results.has_value() || counts_results(row, "riskLevel") ||
                      counts_results(row, "alertRiskLevel");
  std::string time = time_of(row);
  // The id decides between two of the same moment, so that every run takes the same one.
  if (scan_.exists() && std::pair(time, scan.id) <= std::pair(time_, scan_.id)) return;
  scan.facts = keep(row, kFacts);
  scan_ = std::move(scan);
  time_ = std::move(time);
}

std::string NewestScan::why_none() const {
  if (offered_ == 0) return "never scanned";
  const std::string scans = std::to_string(offered_) + (offered_ == 1 ? " scan" : " scans");
  if (finished_ == 0) return "none of its " + scans + " is finished";
  return "none of its " + scans + " is finished and has results";
}

}  // namespace checkmarx::dast

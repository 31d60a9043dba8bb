#include "sample_dast.h"

#include "dast_row.h"
#include "sample_json.h"

namespace fake_cx1 {
namespace {

namespace json = boost::json;

// Which of the sample scans the result samples belong to.
constexpr std::string_view kScanOfResults = "d0d0d0d0-0000-4000-8000-000000000001";

void AddAll(const json::value& array, std::vector<json::value>& out) {
  for (const json::value& item : array.as_array()) out.push_back(item);
}

}  // namespace

SampleDast::SampleDast(const std::filesystem::path& directory) {
  AddAll(ReadSample(directory / "dast-environments-200.json").at("environments"), environments_);
  AddAll(ReadSample(directory / "dast-scans-200.json").at("scans"), scans_);
  AddAll(ReadSample(directory / "dast-results-200-page1-perpage3.json").at("results"), results_);
  AddAll(ReadSample(directory / "dast-results-200-page2-perpage3.json").at("results"), results_);
  info_ = ReadSample(directory / "dast-result-info-200-flat.json");
  const json::value alerts = ReadSample(directory / "dast-alert-level-200.json");
  for (const json::value& alert : alerts.at("results").as_array()) {
    alerts_.push_back(json::serialize(alert));
  }
}

DastEnvironment SampleDast::EnvironmentAt(std::size_t index) const {
  const json::value& sample = environments_.at(index);
  DastEnvironment environment;
  environment.id = SampleText(sample, "environmentId");
  environment.domain = SampleText(sample, "domain");
  environment.url = SampleText(sample, "url");
  environment.scan_type = SampleText(sample, "scanType");
  environment.created = SampleText(sample, "created");
  environment.last_scan_time = SampleText(sample, "lastScanTime");
  environment.last_status = SampleText(sample, "lastStatus");
  environment.risk_rating = SampleText(sample, "riskRating");
  return environment;
}

void SampleDast::AppendEnvironment(std::size_t index, std::string& out) const {
  out += json::serialize(environments_.at(index));
}

std::optional<std::size_t> SampleDast::FindEnvironment(std::string_view id) const {
  for (std::size_t i = 0; i < environments_.size(); ++i) {
    if (SampleText(environments_[i], "environmentId") == id) return i;
  }
  return std::nullopt;
}

std::vector<DastScan> SampleDast::ScansOf(std::size_t environment) const {
  const std::string id(SampleText(environments_.at(environment), "environmentId"));
  std::vector<DastScan> scans;
  for (unsigned ordinal = 0; ordinal < scans_.size(); ++ordinal) {
    const json::value& sample = scans_[ordinal];
    if (SampleText(sample, "environmentId") != id) continue;
    DastScan scan;
    scan.id = SampleText(sample, "scanId");
    scan.environment = environment;
    scan.ordinal = ordinal;
    scan.environment_id = id;
    scan.created = SampleText(sample, "created");
    scan.start_time = SampleText(sample, "startTime");
    scan.update_time = SampleText(sample, "updateTime");
    scan.last_status = SampleText(sample, "lastStatus");
    scan.has_results = sample.at("hasResults").as_bool();
    scan.stored = scan.has_results;
    scan.results = scan.id == kScanOfResults ? results_.size() : 0;
    scans.push_back(std::move(scan));
  }
  return scans;
}

void SampleDast::AppendScan(const DastScan& scan, std::string& out) const {
  out += json::serialize(scans_.at(scan.ordinal));
}

std::optional<DastScan> SampleDast::FindScan(std::string_view id) const {
  for (std::size_t i = 0; i < environments_.size(); ++i) {
    for (const DastScan& scan : ScansOf(i)) {
      if (scan.id == id) return scan;
    }
  }
  return std::nullopt;
}

DastHead SampleDast::HeadOf(const DastScan&, std::uint64_t row) const {
  const json::value& sample = results_.at(row);
  return {SampleText(sample, "severity"), SampleText(sample, "status"), SampleText(sample, "state"),
          SampleText(sample, "method")};
}

void SampleDast::AppendResult(const DastScan&, std::uint64_t row, std::string& out) const {
  out += json::serialize(results_.at(row));
}

std::optional<std::uint64_t> SampleDast::FindResult(const DastScan& scan,
                                                    std::string_view id) const {
  for (std::uint64_t row = 0; row < scan.results; ++row) {
    if (SampleText(results_.at(row), "id") == id) return row;
  }
  return std::nullopt;
}

// There is one detail sample; for the other rows it is given what their list rows say.
void SampleDast::AppendInfo(const DastScan&, std::uint64_t row, std::string& out) const {
  json::object info = info_.as_object();
  for (const auto& member : results_.at(row).as_object()) {
    if (info.contains(member.key())) info[member.key()] = member.value();
  }
  out += json::serialize(info);
}

std::vector<std::string> SampleDast::AlertsOf(const DastScan& scan) const {
  return scan.results == 0 ? std::vector<std::string>() : alerts_;
}

DastFinding SampleDast::Truth(const DastScan&, std::uint64_t row) const {
  const json::value& sample = results_.at(row);
  const auto text = [&sample](std::string_view name) {
    return std::string(SampleText(sample, name));
  };
  DastFinding finding;
  finding.id = text("id");
  finding.name = text("name");
  finding.severity = text("severity");
  finding.status = text("status");
  finding.state = text("state");
  finding.url = text("url");
  finding.method = text("method");
  finding.path = text("path");
  finding.cwe = NormalCwe(text("cwe_id"));
  finding.owasp = SampleTexts(sample.at("owasp"));
  finding.description = text("description");
  finding.solution = text("solution");
  finding.detail_created_at = SampleText(info_, "created_at");
  finding.detail_updated_at = SampleText(info_, "updated_at");
  return finding;
}

}  // namespace fake_cx1

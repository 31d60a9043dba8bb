#include "sample_catalog.h"

#include <algorithm>
#include <stdexcept>

#include "sample_json.h"

namespace fake_cx1 {
namespace {

namespace json = boost::json;

Project ReadProject(const json::value& sample) {
  Project project;
  project.id = SampleText(sample, "id");
  project.name = SampleText(sample, "name");
  project.tenant_id = SampleText(sample, "tenantId");
  project.created_at = SampleText(sample, "createdAt");
  project.updated_at = SampleText(sample, "updatedAt");
  project.groups = SampleTexts(sample.at("groups"));
  for (const auto& tag : sample.at("tags").as_object()) {
    project.tags.emplace_back(tag.key(), tag.value().as_string());
  }
  project.repo_url = SampleText(sample, "repoUrl");
  project.main_branch = SampleText(sample, "mainBranch");
  if (sample.as_object().contains("origin")) project.origin = SampleText(sample, "origin");
  if (sample.as_object().contains("scmRepoId"))
    project.scm_repo_id = SampleText(sample, "scmRepoId");
  if (const json::value* id = sample.as_object().if_contains("repoId"))
    project.repo_id = id->to_number<int>();
  project.criticality = sample.at("criticality").to_number<int>();
  project.private_package = sample.at("privatePackage").as_bool();
  project.imported_name = SampleText(sample, "imported_proj_name");
  project.application_ids = SampleTexts(sample.at("applicationIds"));
  return project;
}

}  // namespace

SampleCatalog::SampleCatalog(const std::filesystem::path& directory) {
  ReadProjects(directory / "projects-200-offset0-limit3.json");
  ReadProjects(directory / "projects-200-offset3-limit3.json");
  const json::value results = ReadSample(directory / "results-200-mixed-single-page.json");
  for (const json::value& row : results.at("results").as_array()) {
    rows_.push_back(row);
    row_texts_.push_back(json::serialize(row));
  }
  ReadLastScans(directory / "last-scan-200.json");
  ReadPartialScan(directory / "scan-200-partial.json");
}

void SampleCatalog::ReadProjects(const std::filesystem::path& file) {
  const json::value page = ReadSample(file);
  for (const json::value& project : page.at("projects").as_array()) {
    projects_.push_back(ReadProject(project));
  }
}

void SampleCatalog::AddScan(std::string_view project_id, const json::value& sample) {
  const auto project = FindProject(project_id);
  if (!project) throw std::runtime_error("a sample scan belongs to no sample project");
  Scan scan;
  scan.id = SampleText(sample, "id");
  scan.project = *project;
  scan.project_id = project_id;
  scan.project_name = projects_[*project].name;
  scan.created_at = SampleText(sample, "createdAt");
  scan.updated_at = SampleText(sample, "updatedAt");
  scan.status = SampleText(sample, "status");
  scan.branch = SampleText(sample, "branch");
  scan.initiator = SampleText(sample, "initiator");
  scan.user_agent = SampleText(sample, "userAgent");
  scan.source_type = SampleText(sample, "sourceType");
  scan.source_origin = SampleText(sample, "sourceOrigin");
  scan.engines_as_text = sample.at("engines").is_string();
  const json::value names =
      scan.engines_as_text ? json::parse(sample.at("engines").as_string()) : sample.at("engines");
  for (std::string& name : SampleTexts(names))
    scan.engines.push_back({std::move(name), "Completed", ""});
  scan.rows = *project == 0 ? rows_.size() : 0;
  scans_.push_back(std::move(scan));
}

void SampleCatalog::ReadLastScans(const std::filesystem::path& file) {
  const json::value samples = ReadSample(file);
  for (const auto& entry : samples.as_object()) AddScan(entry.key(), entry.value());
}

void SampleCatalog::ReadPartialScan(const std::filesystem::path& file) {
  const json::value sample = ReadSample(file);
  AddScan(SampleText(sample, "projectId"), sample);
  for (EngineState& engine : scans_.back().engines) {
    for (const json::value& detail : sample.at("statusDetails").as_array()) {
      if (SampleText(detail, "name") != engine.name) continue;
      engine.status = SampleText(detail, "status");
      engine.details = SampleText(detail, "details");
    }
  }
}

std::optional<std::size_t> SampleCatalog::FindProject(std::string_view id) const {
  for (std::size_t i = 0; i < projects_.size(); ++i) {
    if (projects_[i].id == id) return i;
  }
  return std::nullopt;
}

std::vector<Scan> SampleCatalog::ScansOf(std::size_t project) const {
  std::vector<Scan> scans;
  for (const Scan& scan : scans_) {
    if (scan.project == project) scans.push_back(scan);
  }
  return scans;
}

std::optional<Scan> SampleCatalog::FindScan(std::string_view id) const {
  for (const Scan& scan : scans_) {
    if (scan.id == id) return scan;
  }
  return std::nullopt;
}

RowHead SampleCatalog::HeadOf(const Scan&, std::uint64_t row) const {
  const json::value& sample = rows_.at(row);
  return {SampleText(sample, "type"), SampleText(sample, "severity"), SampleText(sample, "status"),
          SampleText(sample, "state")};
}

void SampleCatalog::AppendRow(const Scan&, std::uint64_t row, std::string& out) const {
  out += row_texts_.at(row);
}

std::optional<ScaFinding> SampleCatalog::Truth(const Scan&, std::uint64_t row) const {
  const json::value& sample = rows_.at(row);
  if (SampleText(sample, "type") != "sca") return std::nullopt;
  const json::value& details = sample.at("vulnerabilityDetails");
  const json::value& data = sample.at("data");
  ScaFinding finding;
  finding.id = SampleText(sample, "id");
  finding.package_identifier = SampleText(data, "packageIdentifier");
  finding.key = SampleText(sample, "alternateId");
  if (finding.key.empty()) finding.key = finding.id + "|" + finding.package_identifier;
  finding.severity = SampleText(sample, "severity");
  finding.status = SampleText(sample, "status");
  finding.state = Trimmed(SampleText(sample, "state"));
  finding.cve = ChooseCve(SampleText(details, "cveName"), finding.id);
  finding.cwe = ChooseCwe(SampleText(details, "cweId"));
  // The samples hold no version with a hyphen, so the last hyphen is where the version begins.
  const std::string& identifier = finding.package_identifier;
  const std::size_t first = identifier.find('-');
  const std::size_t last = identifier.rfind('-');
  finding.ecosystem = identifier.substr(0, first);
  finding.package_name = identifier.substr(first + 1, last - first - 1);
  finding.package_version = identifier.substr(last + 1);
  finding.recommended_version = SampleText(data, "recommendedVersion");
  finding.first_found = SampleText(sample, "firstFoundAt");
  finding.found = SampleText(sample, "foundAt");
  finding.description = SampleText(sample, "description");
  finding.cvss_score = details.at("cvssScore").to_number<double>();
  return finding;
}

}  // namespace fake_cx1

#include "sample_catalog.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace fake_cx1 {
namespace {

namespace json = boost::json;

json::value ReadJson(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + ": cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return json::parse(text.str());
}

// Empty when the member is absent or null.
std::string Text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr || !value->is_string() ? std::string() : std::string(value->get_string());
}

std::string_view View(const json::value& row, std::string_view name) {
  const json::value* value = row.get_object().if_contains(name);
  return value == nullptr ? std::string_view() : std::string_view(value->as_string());
}

std::vector<std::string> Texts(const json::value& array) {
  std::vector<std::string> texts;
  for (const json::value& item : array.as_array()) texts.emplace_back(item.as_string());
  return texts;
}

Project ReadProject(const json::object& sample) {
  Project project;
  project.id = Text(sample, "id");
  project.name = Text(sample, "name");
  project.tenant_id = Text(sample, "tenantId");
  project.created_at = Text(sample, "createdAt");
  project.updated_at = Text(sample, "updatedAt");
  project.groups = Texts(sample.at("groups"));
  for (const auto& tag : sample.at("tags").as_object()) {
    project.tags.emplace_back(tag.key(), tag.value().as_string());
  }
  project.repo_url = Text(sample, "repoUrl");
  project.main_branch = Text(sample, "mainBranch");
  if (sample.contains("origin")) project.origin = Text(sample, "origin");
  if (sample.contains("scmRepoId")) project.scm_repo_id = Text(sample, "scmRepoId");
  if (const json::value* id = sample.if_contains("repoId")) project.repo_id = id->to_number<int>();
  project.criticality = sample.at("criticality").to_number<int>();
  project.private_package = sample.at("privatePackage").as_bool();
  project.imported_name = Text(sample, "imported_proj_name");
  project.application_ids = Texts(sample.at("applicationIds"));
  return project;
}

}  // namespace

SampleCatalog::SampleCatalog(const std::filesystem::path& directory) {
  ReadProjects(directory / "projects-200-offset0-limit3.json");
  ReadProjects(directory / "projects-200-offset3-limit3.json");
  const json::value results = ReadJson(directory / "results-200-mixed-single-page.json");
  for (const json::value& row : results.at("results").as_array()) {
    rows_.push_back(row);
    row_texts_.push_back(json::serialize(row));
  }
  ReadLastScans(directory / "last-scan-200.json");
  ReadPartialScan(directory / "scan-200-partial.json");
}

void SampleCatalog::ReadProjects(const std::filesystem::path& file) {
  const json::value page = ReadJson(file);
  for (const json::value& project : page.at("projects").as_array()) {
    projects_.push_back(ReadProject(project.as_object()));
  }
}

void SampleCatalog::AddScan(std::string_view project_id, const json::object& sample) {
  const auto project = FindProject(project_id);
  if (!project) throw std::runtime_error("a sample scan belongs to no sample project");
  Scan scan;
  scan.id = Text(sample, "id");
  scan.project = *project;
  scan.project_id = project_id;
  scan.project_name = projects_[*project].name;
  scan.created_at = Text(sample, "createdAt");
  scan.updated_at = Text(sample, "updatedAt");
  scan.status = Text(sample, "status");
  scan.branch = Text(sample, "branch");
  scan.initiator = Text(sample, "initiator");
  scan.user_agent = Text(sample, "userAgent");
  scan.source_type = Text(sample, "sourceType");
  scan.source_origin = Text(sample, "sourceOrigin");
  scan.engines_as_text = sample.at("engines").is_string();
  const json::value names =
      scan.engines_as_text ? json::parse(sample.at("engines").as_string()) : sample.at("engines");
  for (std::string& name : Texts(names)) scan.engines.push_back({std::move(name), "Completed", ""});
  scan.rows = *project == 0 ? rows_.size() : 0;
  scans_.push_back(std::move(scan));
}

void SampleCatalog::ReadLastScans(const std::filesystem::path& file) {
  const json::value samples = ReadJson(file);
  for (const auto& entry : samples.as_object()) AddScan(entry.key(), entry.value().as_object());
}

void SampleCatalog::ReadPartialScan(const std::filesystem::path& file) {
  const json::value sample = ReadJson(file);
  AddScan(Text(sample.as_object(), "projectId"), sample.as_object());
  for (EngineState& engine : scans_.back().engines) {
    for (const json::value& detail : sample.at("statusDetails").as_array()) {
      if (View(detail, "name") != engine.name) continue;
      engine.status = View(detail, "status");
      engine.details = View(detail, "details");
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
  return {View(sample, "type"), View(sample, "severity"), View(sample, "status"),
          View(sample, "state")};
}

void SampleCatalog::AppendRow(const Scan&, std::uint64_t row, std::string& out) const {
  out += row_texts_.at(row);
}

std::optional<ScaFinding> SampleCatalog::Truth(const Scan&, std::uint64_t row) const {
  const json::value& sample = rows_.at(row);
  if (View(sample, "type") != "sca") return std::nullopt;
  const json::value& details = sample.at("vulnerabilityDetails");
  const json::value& data = sample.at("data");
  ScaFinding finding;
  finding.id = View(sample, "id");
  finding.package_identifier = View(data, "packageIdentifier");
  finding.key = View(sample, "alternateId");
  if (finding.key.empty()) finding.key = finding.id + "|" + finding.package_identifier;
  finding.severity = View(sample, "severity");
  finding.status = View(sample, "status");
  finding.state = Trimmed(View(sample, "state"));
  finding.cve = ChooseCve(View(details, "cveName"), finding.id);
  finding.cwe = ChooseCwe(View(details, "cweId"));
  // The samples hold no version with a hyphen, so the last hyphen is where the version begins.
  const std::string& identifier = finding.package_identifier;
  const std::size_t first = identifier.find('-');
  const std::size_t last = identifier.rfind('-');
  finding.ecosystem = identifier.substr(0, first);
  finding.package_name = identifier.substr(first + 1, last - first - 1);
  finding.package_version = identifier.substr(last + 1);
  finding.recommended_version = View(data, "recommendedVersion");
  finding.first_found = View(sample, "firstFoundAt");
  finding.found = View(sample, "foundAt");
  finding.description = View(sample, "description");
  finding.cvss_score = details.at("cvssScore").to_number<double>();
  return finding;
}

}  // namespace fake_cx1

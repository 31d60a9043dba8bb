#include "truth.h"

#include <map>
#include <string>

#include "dast_truth.h"
#include "json_text.h"
#include "normal_values.h"

namespace fake_cx1 {
namespace {

std::string ProjectLine(const Project& project, const std::vector<Scan>& scans, const Scan* counted,
                        std::uint64_t sca_rows) {
  std::string repo_url = project.repo_url;
  if (repo_url.empty() && counted != nullptr) repo_url = counted->repo_url;
  std::string text;
  JsonText json(text);
  json.BeginObject();
  json.Text("id", project.id);
  json.Text("name", project.name);
  json.Text("repo_url", repo_url);
  json.Boolean("has_scan", counted != nullptr);
  json.Text("scan_id", counted == nullptr ? "" : counted->id);
  json.Text("scan_status", counted == nullptr ? "" : counted->status);
  json.Text("branch", counted == nullptr ? "" : counted->branch);
  json.Text("created_at", project.created_at);
  json.Unsigned("scans", scans.size());
  json.Unsigned("rows_total", counted == nullptr ? 0 : counted->rows);
  json.Unsigned("rows_sca", sca_rows);
  json.EndObject();
  return text;
}

std::string FindingLine(const Scan& scan, const ScaFinding& finding) {
  std::string text;
  JsonText json(text);
  json.BeginObject();
  json.Text("project_id", scan.project_id);
  json.Text("scan_id", scan.id);
  json.Text("key", finding.key);
  json.Text("id", finding.id);
  json.Text("package_identifier", finding.package_identifier);
  json.Text("severity", finding.severity);
  json.Integer("severity_number", SeverityNumber(finding.severity));
  json.Text("status", finding.status);
  json.Text("finding_status", FindingStatus(finding.status));
  json.Text("state", finding.state);
  json.Text("cve", finding.cve);
  json.Text("cwe", finding.cwe);
  json.Text("name", finding.package_identifier + " (" + finding.id + ")");
  json.Text("ecosystem", finding.ecosystem);
  json.TextOrNull("package_name", finding.package_name);
  json.TextOrNull("package_version", finding.package_version);
  json.Text("recommended_version", finding.recommended_version);
  json.Text("first_found", finding.first_found);
  json.Text("found", finding.found);
  json.Text("description", finding.description);
  if (finding.cvss_score) {
    json.Number("cvss_score", *finding.cvss_score);
  } else {
    json.Null("cvss_score");
  }
  json.EndObject();
  return text;
}

}  // namespace

void WriteTruth(const ScaCatalog& catalog, const DastCatalog& dast, bool sees_no_projects,
                std::ostream& out) {
  const std::size_t projects = sees_no_projects ? 0 : catalog.ProjectCount();
  std::map<std::string, std::uint64_t, std::less<>> rows_by_type;
  std::uint64_t rows_total = 0;
  const char* separator = "\n";
  out << "{\"findings\":[";
  std::string project_lines;
  std::uint64_t with_scan = 0;
  for (std::size_t index = 0; index < projects; ++index) {
    const std::vector<Scan> scans = catalog.ScansOf(index);
    const Scan* counted = CountedScan(scans);
    std::uint64_t sca_rows = 0;
    for (std::uint64_t row = 0; counted != nullptr && row < counted->rows; ++row) {
      ++rows_by_type[std::string(catalog.HeadOf(*counted, row).type)];
      ++rows_total;
      const auto finding = catalog.Truth(*counted, row);
      if (!finding) continue;
      ++sca_rows;
      out << separator << FindingLine(*counted, *finding);
      separator = ",\n";
    }
    if (counted != nullptr) ++with_scan;
    project_lines += index == 0 ? "\n" : ",\n";
    project_lines += ProjectLine(catalog.ProjectAt(index), scans, counted, sca_rows);
  }
  std::string counts;
  JsonText json(counts);
  json.BeginObject();
  json.Unsigned("projects", projects);
  json.Unsigned("projects_with_scan", with_scan);
  json.Unsigned("rows", rows_total);
  json.BeginObject("rows_by_type");
  for (const auto& [type, count] : rows_by_type) json.Unsigned(type, count);
  json.EndObject();
  json.EndObject();
  out << "],\n\"projects\":[" << project_lines << "],\n\"counts\":" << counts << ",\n\"dast\":";
  WriteDastTruth(dast, out);
  out << "}\n";
}

}  // namespace fake_cx1

#include "dast_truth.h"

#include <string>

#include "json_text.h"
#include "normal_values.h"

namespace fake_cx1 {
namespace {

std::string EnvironmentLine(const DastEnvironment& environment, std::size_t scans,
                            const DastScan* chosen) {
  std::string text;
  JsonText json(text);
  json.BeginObject();
  json.Text("id", environment.id);
  json.Text("name", environment.domain);
  json.Text("url", environment.url);
  json.Text("scan_type", environment.scan_type);
  json.Text("created_at", environment.created);
  json.Unsigned("scans", scans);
  json.Boolean("has_scan", chosen != nullptr);
  json.Text("scan_id", chosen == nullptr ? "" : chosen->id);
  json.Text("scan_status", chosen == nullptr ? "" : chosen->last_status);
  json.Text("scan_start_time", chosen == nullptr ? "" : chosen->start_time);
  json.Text("scan_update_time", chosen == nullptr ? "" : chosen->update_time);
  json.Boolean("results_stored", chosen != nullptr && chosen->stored);
  json.Unsigned("rows_total", chosen == nullptr ? 0 : chosen->results);
  json.EndObject();
  return text;
}

std::string FindingLine(const DastScan& scan, const DastFinding& finding) {
  std::string text;
  JsonText json(text);
  json.BeginObject();
  json.Text("environment_id", scan.environment_id);
  json.Text("scan_id", scan.id);
  json.Text("id", finding.id);
  json.Text("name", finding.name);
  json.Text("severity", finding.severity);
  json.Integer("severity_number", SeverityNumber(finding.severity));
  json.Text("status", finding.status);
  json.Text("finding_status", FindingStatus(finding.status));
  json.Text("state", finding.state);
  json.Text("url", finding.url);
  json.Text("method", finding.method);
  json.Text("path", finding.path);
  json.Text("cwe", finding.cwe);
  json.Texts("owasp", finding.owasp);
  json.Text("description", finding.description);
  json.Text("solution", finding.solution);
  json.Text("scan_start_time", scan.start_time);
  json.Text("scan_update_time", scan.update_time);
  json.Text("detail_created_at", finding.detail_created_at);
  json.Text("detail_updated_at", finding.detail_updated_at);
  json.EndObject();
  return text;
}

}  // namespace

void WriteDastTruth(const DastCatalog& catalog, std::ostream& out) {
  out << "{\"findings\":[";
  const char* separator = "\n";
  std::string environment_lines;
  std::uint64_t with_scan = 0;
  std::uint64_t findings = 0;
  for (std::size_t index = 0; index < catalog.EnvironmentCount(); ++index) {
    const std::vector<DastScan> scans = catalog.ScansOf(index);
    const DastScan* chosen = ChosenScan(scans);
    if (chosen != nullptr) ++with_scan;
    for (std::uint64_t row = 0; chosen != nullptr && row < chosen->results; ++row) {
      out << separator << FindingLine(*chosen, catalog.Truth(*chosen, row));
      separator = ",\n";
      ++findings;
    }
    environment_lines += index == 0 ? "\n" : ",\n";
    environment_lines += EnvironmentLine(catalog.EnvironmentAt(index), scans.size(), chosen);
  }
  out << "],\n\"environments\":[" << environment_lines
      << "],\n\"counts\":{\"environments\":" << catalog.EnvironmentCount()
      << ",\"environments_with_scan\":" << with_scan << ",\"findings\":" << findings << "}}";
}

}  // namespace fake_cx1

#include "dice.h"
#include "generated_dast.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

constexpr std::array<std::string_view, 5> kSeverities = {"CRITICAL", "HIGH", "MEDIUM", "LOW",
                                                         "INFO"};

void AddRisk(RiskLevel& risk, std::string_view severity, std::uint64_t count) {
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    if (kSeverities[i] == severity) risk[i] += count;
  }
}

// One environment in three writes "CriticalCount", as the service sometimes does.
void AppendRisk(JsonText& json, std::string_view key, const RiskLevel& risk, bool odd_casing) {
  json.BeginObject(key);
  json.Unsigned(odd_casing ? "CriticalCount" : "criticalCount", risk[0]);
  json.Unsigned("highCount", risk[1]);
  json.Unsigned("mediumCount", risk[2]);
  json.Unsigned("lowCount", risk[3]);
  json.Unsigned("infoCount", risk[4]);
  json.EndObject();
}

struct Risks {
  RiskLevel results{};
  RiskLevel alerts{};
};

template <class KindCounts>
Risks SumUp(const KindCounts& counts) {
  Risks risks;
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    AddRisk(risks.results, AlertKindAt(kind).severity, counts[kind]);
    AddRisk(risks.alerts, AlertKindAt(kind).severity, counts[kind] == 0 ? 0 : 1);
  }
  return risks;
}

void AppendScanConfig(JsonText& json, const std::string& url, const std::string& canary) {
  json.BeginObject("scanConfig");
  json.Text("ScanURL", url);
  json.Texts("IncludePaths", {url + "/.*"});
  json.Raw("Authentication", "{}");
  json.Raw("SessionManagement", "{}");
  json.BeginArray("Users");
  json.BeginObject();
  json.Text("Name", "qa");
  json.BeginObject("Credentials");
  json.Text("Username", "qa@example.com");
  json.Text("Password", canary);
  json.EndObject();
  json.EndObject();
  json.EndArray();
  json.EndObject();
}

// Null where a third of the environments have no list.
void AppendLists(JsonText& json, std::size_t index) {
  if (index % 3 == 2) {
    for (const char* key : {"projectIds", "tags", "groups", "applications"}) json.Null(key);
    return;
  }
  std::vector<std::string> tags;
  if (index % 3 == 0) tags = {"prod", "\xC3\xBC"};
  json.Texts("projectIds", {});
  json.Texts("tags", tags);
  json.Texts("groups", {});
  json.Raw("applications",
           R"([{"applicationId":"c0ffee00-1111-4222-8333-444455556666","isPrimary":true}])");
}

}  // namespace

GeneratedDast::KindCounts GeneratedDast::CountKinds(const DastScan& scan) const {
  KindCounts counts{};
  for (std::uint64_t row = 0; row < scan.results; ++row) {
    ++counts.at(AlertKindOf(PlaceOf(scan, row, {})));
  }
  return counts;
}

void GeneratedDast::AppendEnvironment(std::size_t index, std::string& out) const {
  const DastEnvironment environment = EnvironmentAt(index);
  const std::vector<DastScan> scans = ScansOf(index);
  const DastScan* chosen = ChosenScan(scans);
  const Risks risks = chosen == nullptr ? Risks{} : SumUp(CountKinds(*chosen));
  JsonText json(out);
  json.BeginObject();
  json.Text("environmentId", environment.id);
  json.Text("tunnelId", "");
  json.Text("created", environment.created);
  json.Text("domain", environment.domain);
  json.Text("url", environment.url);
  json.Text("scanType", environment.scan_type);
  AppendLists(json, index);
  AppendRisk(json, "riskLevel", risks.results, index % 3 == 1);
  AppendRisk(json, "alertRiskLevel", risks.alerts, index % 3 == 1);
  json.Text("riskRating", environment.risk_rating);
  json.Text("lastAlertRiskRating", environment.risk_rating);
  json.Text("lastScanID", scans.empty() ? "" : scans.front().id);
  json.Text("lastScanTime", environment.last_scan_time);
  json.Text("lastStatus", environment.last_status);
  json.Text("lastCorrelationStatus", "");
  json.Text("creator", "jdoe");
  json.Boolean("authSuccess", index % 4 != 1);
  json.Boolean("isPublic", index % 2 == 0);
  json.Text("authMethod", "Form");
  json.Text("lastAuthUUID", "");
  json.Boolean("lastAuthSuccess", true);
  json.Boolean("hasReport", chosen != nullptr);
  json.Boolean("hasAuth", true);
  json.Text("tunnelState", index % 2 == 0 ? "no_tunnel" : "connected");
  if (index % 2 == 0) {
    json.Null("settings");
    AppendScanConfig(json, environment.url, canary_);
  } else {
    json.BeginObject("settings");
    json.Text("headers", "Authorization: Basic " + canary_);
    json.EndObject();
    json.Null("scanConfig");
  }
  json.EndObject();
}

void GeneratedDast::AppendScan(const DastScan& scan, std::string& out) const {
  const Risks risks = SumUp(CountKinds(scan));
  JsonText json(out);
  json.BeginObject();
  json.Text("scanId", scan.id);
  json.Text("environmentId", scan.environment_id);
  json.Text("initiator", "jdoe");
  json.Text("scanType", scan.environment % 2 == 0 ? "DAST" : "DASTAPI");
  json.Text("created", scan.created);
  json.Text("projectId", "");
  json.Raw("tags", scan.ordinal == 0 ? "[]" : "null");
  json.Raw("groups", scan.ordinal == 0 ? "[]" : "null");
  AppendRisk(json, "riskLevel", risks.results, scan.environment % 3 == 1);
  json.Text("riskRating", scan.results == 0 ? "No risk" : "High risk");
  AppendRisk(json, "alertRiskLevel", risks.alerts, scan.environment % 3 == 1);
  json.Text("alertRiskRating", scan.results == 0 ? "No risk" : "High risk");
  json.Text("startTime", scan.start_time);
  json.Text("updateTime", scan.update_time);
  json.Integer("scanDuration", 3901);
  json.Text("lastStatus", scan.last_status);
  json.Text("statistics", scan.has_results ? "Completed" : "");
  json.Boolean("hasResults", scan.has_results);
  json.Unsigned("scannedPathsCount", 57);
  json.Raw("complianceData", "{}");
  json.Boolean("hasLog", true);
  json.BeginObject("settings");
  json.Text("password", canary_);
  json.EndObject();
  json.Text("source", "CLI");
  if (scan.has_results) {
    json.Raw("insights",
             R"([{"level":"Low","reason":"Warning","site":"https://portal.example.com",)"
             R"("key":"insight.code.4xx","description":"12"}])");
  } else {
    json.Null("insights");
  }
  json.EndObject();
}

std::vector<std::string> GeneratedDast::AlertsOf(const DastScan& scan) const {
  const KindCounts counts = CountKinds(scan);
  std::vector<std::string> alerts;
  for (std::size_t index = 0; index < counts.size(); ++index) {
    if (counts[index] == 0) continue;
    const AlertKind& kind = AlertKindAt(index);
    std::string text;
    JsonText json(text);
    json.BeginObject();
    json.Text("alert_similarity_id", AlertSimilarityId(seed_, scan.environment, index));
    json.Text("state", "To Verify");
    json.Text("severity", kind.severity);
    json.Text("name", kind.name);
    json.Unsigned("num_instances", counts[index]);
    json.Text("status", "Recurrent");
    json.Texts("owasp", OwaspOf(kind));
    json.Integer("num_notes", 0);
    json.Boolean("systemic", counts[index] > 100);
    json.EndObject();
    alerts.push_back(std::move(text));
  }
  return alerts;
}

}  // namespace fake_cx1

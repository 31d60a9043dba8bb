#include <array>

#include "json_text.h"
#include "sca_row.h"

namespace fake_cx1 {
namespace {

void AppendSimilarity(const ScaRow& row, JsonText& json) {
  switch (row.similarity_shape) {
    case SimilarityShape::kText:
      json.Text("similarityId", row.id);
      return;
    case SimilarityShape::kInteger:
      json.Integer("similarityId", static_cast<std::int64_t>(row.id.size()) * -624652752);
      return;
    case SimilarityShape::kOldCasing:
      json.Text("similarityID", row.id);
      return;
  }
}

void AppendMethods(const ScaRow& row, JsonText& json) {
  if (row.exploitable_methods == 0) return json.Null("exploitableMethods");
  json.BeginArray("exploitableMethods");
  for (std::uint64_t i = 0; i < row.exploitable_methods; ++i) {
    const std::string name = "lookup" + std::to_string(i);
    json.BeginObject();
    json.Text("fullName", "org.example.Core." + name);
    json.Text("namespace", "org.example");
    json.Text("shortName", name);
    json.Text("sourceFile", "Core.java");
    json.EndObject();
  }
  json.EndArray();
}

void AppendReferences(const ScaRow& row, JsonText& json) {
  constexpr std::array<std::string_view, 5> kTypes = {"Advisory", "Commit", "Release Note",
                                                      "POC/Exploit", "Mail Thread"};
  json.BeginArray("packageData");
  for (std::uint64_t i = 0; i < row.references; ++i) {
    json.BeginObject();
    json.Text("url", "https://advisories.example.com/" + row.id + "/" + std::to_string(i));
    json.Text("type", kTypes[i % kTypes.size()]);
    if (i == 3) json.Text("comment", "seen in the wild");
    json.EndObject();
  }
  json.EndArray();
}

void AppendCvss(const ScaRow& row, JsonText& json) {
  switch (row.cvss_shape) {
    case CvssShape::kMissing:
      return;
    case CvssShape::kNull:
      return json.Null("cvss");
    case CvssShape::kEmpty:
      return json.Raw("cvss", "{}");
    case CvssShape::kOlder:
      return json.Raw(
          "cvss",
          R"({"version":3,"attackVector":"NETWORK","availability":"NONE","cvss3severity":"Medium",)"
          R"("confidentiality":"NONE","attackComplexity":"LOW","integrityImpact":"LOW"})");
    case CvssShape::kFull:
      break;
  }
  json.BeginObject("cvss");
  json.Integer("version", 3);
  json.Text("scope", "UNCHANGED");
  json.Number("score", row.cvss_score);
  json.Text("severity", "High");
  json.Text("attackVector", "NETWORK");
  json.Text("attackComplexity", "LOW");
  json.Text("privilegesRequired", "NONE");
  json.Text("userInteraction", "NONE");
  json.Text("confidentiality", "NONE");
  json.Text("integrity", "LOW");
  json.Text("availability", "HIGH");
  json.EndObject();
}

}  // namespace

void AppendScaRow(const ScaRow& row, std::string& out) {
  JsonText json(out);
  json.BeginObject();
  json.Text("type", row.head.type);
  json.Text("id", row.id);
  if (!row.alternate_id.empty()) json.Text("alternateId", row.alternate_id);
  AppendSimilarity(row, json);
  json.Text("status", row.head.status);
  json.Text("state", row.head.state);
  json.Text("severity", row.head.severity);
  json.Integer("confidenceLevel", 0);
  json.Text("created", row.created);
  json.Text("firstFoundAt", row.first_found);
  json.Text("foundAt", row.found);
  const bool old_casing = row.similarity_shape == SimilarityShape::kOldCasing;
  json.Text(old_casing ? "firstScanID" : "firstScanId", row.first_scan_id);
  if (row.description) json.Text("description", *row.description);
  json.BeginObject("data");
  json.Text("packageIdentifier", row.PackageIdentifier());
  json.Text("publishedAt", "2025-07-17T16:15:35+00:00");
  json.Text("recommendations", row.recommended_version);
  json.Text("recommendedVersion", row.recommended_version);
  AppendMethods(row, json);
  AppendReferences(row, json);
  json.EndObject();
  json.BeginObject("comments");
  if (!row.comments_are_empty) json.Text("comments", "");
  json.EndObject();
  json.BeginObject("vulnerabilityDetails");
  if (row.has_details) {
    json.Number("cvssScore", row.cvss_score);
    json.Text("cveName", row.cve_name);
    json.Text("cweId", row.cwe_id);
    AppendCvss(row, json);
  }
  json.EndObject();
  json.EndObject();
}

}  // namespace fake_cx1

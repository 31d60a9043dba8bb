// Rows that a client of the SCA findings must read over: integers above 2^63, keys that collide in
// name but not in type, texts that look like secrets.
#include "generated_rows.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

void AppendSastData(const Dice& dice, JsonText& json) {
  json.BeginObject("data");
  json.Unsigned("queryId", dice.Roll("query") | 1ULL << 63U);
  json.Text("queryName", "SQL_Injection");
  json.Text("group", "Java_Critical_Risk");
  json.Text("resultHash", dice.Hex("hash", 28));
  json.Text("languageName", "Java");
  json.BeginArray("nodes");
  json.BeginObject();
  json.Integer("line", 50);
  json.Text("name", "id");
  json.Text("fileName", "/src/main/java/App.java");
  json.Unsigned("nodeID", dice.Below("node", 100000));
  json.EndObject();
  json.EndArray();
  json.EndObject();
  if (dice.OneIn("compliances", 3)) {
    json.Raw("vulnerabilityDetails", R"({"cweId":89,"cvss":{},"compliances":null})");
  } else {
    json.Raw("vulnerabilityDetails",
             R"({"cweId":89,"cvss":{},"compliances":["OWASP Top 10 2021","PCI DSS v4.0"]})");
  }
}

void AppendKicsData(JsonText& json) {
  json.Raw("data",
           R"({"queryId":"555ab8f9-2001-455e-a077-000000000000 [Taken from query_id]",)"
           R"("queryName":"Unpinned Action","group":"Supply-Chain [Taken from category]",)"
           R"("queryUrl":"","fileName":"/.github/workflows/ci.yaml","line":17,"platform":"CICD",)"
           R"("issueType":"IncorrectValue","expectedValue":"Pinned to a full SHA.",)"
           R"("value":"Not pinned."})");
  json.Raw("vulnerabilityDetails", "{}");
}

void AppendContainersData(std::string_view id, JsonText& json) {
  json.Raw("data",
           R"({"packageName":"golang.org/x/example",)"
           R"("packageVersion":"v0.0.0-20190611184440-5c40567a22f8","imageName":"acme/base",)"
           R"("imageTag":"1.13","imageFilePath":"Dockerfile","imageOrigin":"Dockerfile"})");
  json.BeginObject("vulnerabilityDetails");
  json.Number("cvssScore", 3.1);
  json.Text("cveName", id);
  json.Text("cweId", "CWE-22");
  json.Raw("cvss", R"({"version":"3.1","score":"3.1","attack_vector":"NETWORK"})");
  json.EndObject();
}

void AppendSupplyChainData(JsonText& json) {
  json.Raw("data", R"({"ruleId":"generic-api-key","ruleName":"Generic-Api-Key",)"
                   R"("fileName":"config/app.yml","line":3,"snippet":"api_key: ****",)"
                   R"("ruleDescription":"","remediation":"Rotate the key.","remediationLink":"",)"
                   R"("validity":"Unknown"})");
  json.Raw("vulnerabilityDetails", R"({"cvss":{}})");
}

}  // namespace

void AppendOtherEngineRow(const RowPlace& place, std::string_view type, std::string& out) {
  const Dice dice = RowDice(place);
  const RowHead head = MakeRowHead(place);
  const bool container = type == "containers" || type == "sca-container";
  const std::string id =
      container ? "CVE-2099-" + std::to_string(10000 + place.row) : dice.Hex("id", 28) + "=";
  const std::string found = Timestamp(place.scan_time + 94);
  JsonText json(out);
  json.BeginObject();
  json.Text("type", type);
  json.Text("id", id);
  json.Text("alternateId", container ? dice.Hex("alternate", 9) : id);
  json.Text("similarityId", type == "sast" ? "-624652752" : id);
  json.Text("status", head.status);
  json.Text("state", head.state);
  json.Text("severity", head.severity);
  json.Integer("confidenceLevel", type == "sast" ? 60 : 0);
  json.Text("created", found);
  json.Text("firstFoundAt", found);
  json.Text("foundAt", found);
  json.Text("firstScanId", place.scan_id);
  json.Text("description", "Synthetic finding of another engine.\n\n");
  json.Raw("comments", "{}");
  if (type == "sast") {
    AppendSastData(dice, json);
  } else if (type == "kics") {
    AppendKicsData(json);
  } else if (container) {
    AppendContainersData(id, json);
  } else {
    AppendSupplyChainData(json);
  }
  json.EndObject();
}

}  // namespace fake_cx1

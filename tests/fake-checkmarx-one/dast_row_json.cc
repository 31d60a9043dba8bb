#include "dast_row.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

void AppendCommon(const DastPlace& place, const DastRow& row, JsonText& json) {
  const AlertKind& kind = AlertKindAt(row.kind);
  json.Text("id", row.id);
  json.Text("severity", kind.severity);
  json.Text("state", row.state);
  json.Text("name", kind.name);
  json.Text("description", row.description);
  json.Text("url", row.url);
  json.Text("method", row.method);
  json.Text("path", row.path);
  json.Text("environment_id", place.environment_id);
  json.Raw("notes_data", row.has_notes ? R"([{"note_text":"accepted","created_by":"jdoe",)"
                                         R"("created_at":"2026-01-12T05:00:00Z"}])"
                                       : "[]");
  if (kind.owasp.empty()) {
    json.Null("owasp");
  } else {
    json.Texts("owasp", OwaspOf(kind));
  }
  json.Text("solution", row.solution);
  json.Text("status", row.status);
  json.Raw("changelog_data", "[]");
}

}  // namespace

void AppendDastRow(const DastPlace& place, const DastRow& row, std::string& out) {
  JsonText json(out);
  json.BeginObject();
  AppendCommon(place, row, json);
  json.Text("cwe_id", AlertKindAt(row.kind).cwe_id);
  json.Text("scan_type", "DAST");
  json.Text("similarity_id_2", row.id);
  json.Text("alert_similarity_id", row.alert_similarity_id);
  json.EndObject();
}

void AppendDastInfo(const DastPlace& place, const DastRow& row, std::string_view canary,
                    std::string& out) {
  const std::string secret(canary);
  JsonText json(out);
  json.BeginObject();
  AppendCommon(place, row, json);
  json.Text("confidence", "Medium");
  json.Text("created_at", row.created_at);
  json.Text("updated_at", row.updated_at);
  json.Text("attack", "<b>");
  json.Text("evidence", "<b>");
  json.Number("score", 7.2);
  json.Text("request_header", row.method + " " + row.path +
                                  " HTTP/1.1\r\nHost: portal.example.com\r\nCookie: SESSION=" +
                                  secret + "\r\nAuthorization: Bearer " + secret + "\r\n");
  json.Text("request_body", "user=qa&password=" + secret);
  json.Text("response_header", "HTTP/1.1 200 OK\r\nSet-Cookie: SESSION=" + secret + "\r\n");
  json.Text("response_body", "<html><b>" + secret + "</b></html>");
  json.Text("comment", "");
  json.Texts("ref", {"https://owasp.example.org/" + std::to_string(row.kind)});
  json.Text("alert_status", row.status);
  json.Text("params", "q");
  json.Text("other_info", "");
  json.EndObject();
}

}  // namespace fake_cx1

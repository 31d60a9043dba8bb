// Rows to findings: value maps, fallbacks, dates, links.
#include "checkmarx-dast/transform.hpp"

#include <google/protobuf/timestamp.pb.h>
#include <gtest/gtest.h>

#include "checkmarx-dast/environment.hpp"
#include "checkmarx-dast/row_facts.hpp"
#include "dast_tenant.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::array;
using boost::json::object;
using ingest::test::Record;
using namespace ingest::v1;

Environment some_environment(const object& change = {}) {
  object source{
      {"environmentId", "e"}, {"domain", "Portal"}, {"url", "https://portal.example.com"}};
  for (const auto& member : change) source[member.key()] = member.value();
  return read_environment(source);
}

Scan some_scan(const object& change = {}) {
  object row{{"scanId", "s"},
             {"lastStatus", "Completed"},
             {"hasResults", true},
             {"startTime", "2026-01-12T03:00:05.5Z"},
             {"updateTime", "2026-01-12T04:05:06.1234567Z"}};
  for (const auto& member : change) row[member.key()] = member.value();
  NewestScan newest;
  newest.offer(row);
  return newest.scan();
}

Record page(const boost::json::value& rows, uint64_t place = 1,
            const Environment& environment = some_environment(), const Scan& scan = some_scan()) {
  Record record;
  record.type = "application/json";
  record.unit = environment.id;
  record.key = "results page 1";
  record.payload = boost::json::serialize(object{{"results", rows}});
  record.context = context_of(environment, scan, "https://deu.ast.checkmarx.net");
  record.place = place;
  return record;
}

Finding one(const object& change, const Scan& scan = some_scan()) {
  object row = result_row("id");
  for (const auto& member : change) row[member.key()] = member.value();
  const Output out = transform({page(array{row}, 1, some_environment(), scan)});
  EXPECT_EQ(out.findings.size(), 1U) << (out.dead.empty() ? "" : out.dead[0].reason());
  return out.findings.empty() ? Finding() : out.findings[0];
}

Asset asset(const object& change) {
  const Output out = transform({page(array{}, 0, some_environment(change))});
  EXPECT_EQ(out.assets.size(), 1U);
  return out.assets.empty() ? Asset() : out.assets[0];
}

std::string attribute(const Asset& asset, const std::string& key) {
  std::string values;
  for (const Attribute& one : asset.custom_attributes()) {
    if (one.key() == key) values += (values.empty() ? "" : ",") + one.value();
  }
  return values;
}

std::string first(const google::protobuf::RepeatedPtrField<std::string>& list) {
  return list.empty() ? "" : list.Get(0);
}

TEST(DastTransform, Severities) {
  EXPECT_EQ(one({{"severity", "CRITICAL"}}).severity(), SEVERITY_CRITICAL);
  EXPECT_EQ(one({{"severity", "High"}}).severity(), SEVERITY_HIGH);
  EXPECT_EQ(one({{"severity", "medium "}}).severity(), SEVERITY_MEDIUM);
  EXPECT_EQ(one({{"severity", "LOW"}}).severity(), SEVERITY_LOW);
  EXPECT_EQ(one({{"severity", "INFO"}}).severity(), SEVERITY_INFO);
  EXPECT_EQ(one({{"severity", "Informational"}}).severity(), SEVERITY_INFO);
  EXPECT_EQ(one({{"severity", "High"}}).source_severity(), "High");
  EXPECT_EQ(one({}).source_score_range(), "INFO..CRITICAL");
}

TEST(DastTransform, Statuses) {
  EXPECT_EQ(one({{"status", "New"}}).status(), FINDING_STATUS_NEW);
  EXPECT_EQ(one({{"status", "Recurrent"}}).status(), FINDING_STATUS_ACTIVE);
  EXPECT_EQ(one({{"status", "RECURRENT"}}).status(), FINDING_STATUS_ACTIVE);
  EXPECT_EQ(one({{"status", "Resolved"}}).status(), FINDING_STATUS_FIXED);
  EXPECT_EQ(one({{"status", "Fixed"}}).status(), FINDING_STATUS_FIXED);
  EXPECT_EQ(one({{"status", "Dozing"}}).status(), FINDING_STATUS_ACTIVE);
  EXPECT_EQ(one({{"status", "Dozing"}}).source_status(), "Dozing");
  EXPECT_EQ(one({{"status", nullptr}}).status(), FINDING_STATUS_ACTIVE);
}

TEST(DastTransform, StatesSurviveAndAreNormalised) {
  EXPECT_EQ(one({{"state", "To Verify"}}).triage_state(), TRIAGE_STATE_TO_VERIFY);
  EXPECT_EQ(one({{"state", "TO_VERIFY"}}).triage_state(), TRIAGE_STATE_TO_VERIFY);
  EXPECT_EQ(one({{"state", "Proposed Not Exploitable"}}).triage_state(),
            TRIAGE_STATE_PROPOSED_NOT_EXPLOITABLE);
  EXPECT_EQ(one({{"state", "Confirmed"}}).triage_state(), TRIAGE_STATE_CONFIRMED);
  EXPECT_EQ(one({{"state", "urgent"}}).triage_state(), TRIAGE_STATE_URGENT);
  const Finding custom = one({{"state", "Custom Accepted"}});
  EXPECT_EQ(custom.triage_state(), TRIAGE_STATE_CUSTOM);
  EXPECT_EQ(custom.source_state(), "Custom Accepted");
  EXPECT_EQ(one({{"state", ""}}).triage_state(), TRIAGE_STATE_UNSPECIFIED);
}

TEST(DastTransform, OnlyNotExploitableIsIgnored) {
  for (const char* state : {"Not Exploitable", "NOT_EXPLOITABLE", "not exploitable "}) {
    const Finding finding = one({{"state", state}});
    EXPECT_EQ(finding.triage_state(), TRIAGE_STATE_NOT_EXPLOITABLE) << state;
    EXPECT_TRUE(finding.ignored().is_ignored()) << state;
    EXPECT_EQ(finding.ignored().reason(), state);
  }
  for (const char* state : {"Proposed Not Exploitable", "To Verify", "Very Not Exploitable"})
    EXPECT_FALSE(one({{"state", state}}).has_ignored()) << state;
}

TEST(DastTransform, Weaknesses) {
  EXPECT_EQ(first(one({{"cwe_id", "79"}}).cwe_ids()), "CWE-79");
  EXPECT_EQ(first(one({{"cwe_id", 79}}).cwe_ids()), "CWE-79");
  EXPECT_EQ(first(one({{"cwe_id", "CWE-79"}}).cwe_ids()), "CWE-79");
  for (const boost::json::value& none :
       {boost::json::value("-1"), boost::json::value(-1), boost::json::value("0"),
        boost::json::value(""), boost::json::value(nullptr), boost::json::value("NVD-CWE-Other")})
    EXPECT_EQ(one({{"cwe_id", none}}).cwe_ids_size(), 0) << none;
  const Finding finding = one({{"owasp", array{"OWASP_2021_A03", "OWASP_2017_A07"}}});
  ASSERT_EQ(finding.owasp_size(), 2);
  EXPECT_EQ(finding.owasp(1), "OWASP_2017_A07");
  EXPECT_EQ(one({{"owasp", nullptr}}).owasp_size(), 0);
}

TEST(DastTransform, TheScanStandsInForMissingNamesAndKinds) {
  EXPECT_EQ(one({}).sub_category(), "dast");
  EXPECT_EQ(one({{"scan_type", "DASTAPI"}}).sub_category(), "DASTAPI");
  EXPECT_EQ(one({{"name", ""}}).name(), "id");
  EXPECT_EQ(one({}).category(), "Vulnerability");
}

TEST(DastTransform, DatesOfTheScanUnlessThereIsADetail) {
  const Finding plain = one({});
  EXPECT_EQ(plain.first_found_on().seconds(), 1768186805);
  EXPECT_EQ(plain.first_found_on().nanos(), 500'000'000);
  EXPECT_EQ(plain.last_found_on().seconds(), 1768190706);
  EXPECT_EQ(plain.last_found_on().nanos(), 123'456'700);
  EXPECT_FALSE(plain.has_source_created_at());

  const Finding detailed = one({{"$detail",
                                 {{"created_at", "2025-11-02T09:10:11Z"},
                                  {"updated_at", "2026-01-12T04:05:06"},
                                  {"score", 7.2},
                                  {"confidence", "Medium"},
                                  {"ref", {"https://a.example", "https://b.example"}}}}});
  EXPECT_EQ(detailed.first_found_on().seconds(), 1762074611);
  EXPECT_EQ(detailed.last_found_on().seconds(), 1768190706);
  EXPECT_EQ(detailed.source_created_at().seconds(), 1762074611);
  EXPECT_EQ(detailed.source_score(), 7.2);
  EXPECT_EQ(detailed.confidence(), "Medium");
  ASSERT_EQ(detailed.references_size(), 2);
  EXPECT_EQ(detailed.references(1).url(), "https://b.example");

  const Finding odd = one({{"$detail", {{"created_at", "yesterday"}, {"score", "high"}}}});
  EXPECT_EQ(odd.first_found_on().seconds(), 1768186805) << "a date that can't be read is none";
  EXPECT_FALSE(odd.has_source_score());

  const Finding half = one({}, some_scan({{"updateTime", ""}}));
  EXPECT_EQ(half.last_found_on().seconds(), 1768186805) << "startTime for want of updateTime";
  EXPECT_FALSE(
      one({}, some_scan({{"updateTime", ""}, {"startTime", nullptr}})).has_last_found_on());
}

TEST(DastTransform, Evidence) {
  const Finding none = one({{"$detail", {{"score", 1}}}});
  EXPECT_FALSE(none.has_evidence());
  const Finding finding = one({{"$detail",
                                {{"attack", "<b>"},
                                 {"evidence", "it"},
                                 {"params", "q"},
                                 {"other_info", "more"},
                                 {"comment", "said"},
                                 {"request_header", "GET /"},
                                 {"request_body", "a=b"},
                                 {"response_header", "HTTP/1.1 200"}}}});
  EXPECT_EQ(finding.evidence().attack(), "<b>");
  EXPECT_EQ(finding.evidence().evidence(), "it");
  EXPECT_EQ(finding.evidence().request(), "GET /\na=b");
  EXPECT_EQ(finding.evidence().response(), "HTTP/1.1 200");
  EXPECT_EQ(finding.evidence().other(), "more\nsaid");
  EXPECT_EQ(finding.location().parameter(), "q");
}

TEST(DastTransform, WhereItIs) {
  const Finding finding = one({{"url", "https://portal.example.com:8443/search?q=1"},
                               {"path", "/search?q=1"},
                               {"method", "get"}});
  EXPECT_EQ(finding.location().url(), "https://portal.example.com:8443/search?q=1");
  EXPECT_EQ(finding.location().method(), "GET");
  EXPECT_EQ(finding.location().path(), "/search?q=1");
  EXPECT_EQ(finding.location().port(), 8443U);
  EXPECT_EQ(finding.location().protocol(), "https");
  EXPECT_EQ(finding.location().instance(), "GET /search?q=1");
  EXPECT_EQ(one({{"method", nullptr}}).location().instance(), "/search");
  EXPECT_EQ(one({{"url", "nonsense"}}).location().port(), 0U);
}

TEST(DastRowFacts, Endpoints) {
  EXPECT_EQ(endpoint_of("http://h/").port, 80);
  EXPECT_EQ(endpoint_of("HTTPS://h").protocol, "https");
  EXPECT_EQ(endpoint_of("HTTPS://h").port, 443);
  EXPECT_EQ(endpoint_of("https://[::1]/x:9").port, 443);
  EXPECT_EQ(endpoint_of("https://[::1]:9/").port, 9);
  EXPECT_EQ(endpoint_of("https://h:/").port, 443);
  EXPECT_EQ(endpoint_of("https://h:99999/").port, 0) << "no such port";
  EXPECT_EQ(endpoint_of("https://h?a=:1").port, 443);
  EXPECT_EQ(endpoint_of("custom://h").port, 0);
  EXPECT_EQ(endpoint_of("").protocol, "");
  EXPECT_EQ(endpoint_of("<b>://h").protocol, "");
}

TEST(DastTransform, LinksBackToTheVendor) {
  EXPECT_EQ(one({{"id", "a/b+ c=="}}).vendor_url(),
            "https://deu.ast.checkmarx.net/applicationsAndProjects/environments/e/s"
            "?resultId=a%2Fb%2B%20c%3D%3D");
  EXPECT_EQ(link_prefix("", "e", "s"), "");
  EXPECT_EQ(link_prefix("https://h", "e", ""), "");
}

TEST(DastTransform, IdentityIsTheResultsId) {
  const Finding finding = one({{"id", "abc"}, {"alert_similarity_id", "sim"}});
  EXPECT_EQ(finding.external_finding_id(), "abc");
  EXPECT_EQ(finding.identity_key(), "abc");
  EXPECT_EQ(finding.similarity_id(), "sim");
  EXPECT_EQ(finding.external_asset_id(), "e");
  EXPECT_EQ(finding.asset_class(), ASSET_CLASS_WEB_APPLICATION);
  EXPECT_EQ(finding.vendor_name(), "Checkmarx");
  EXPECT_EQ(finding.vendor_product_name(), "CheckmarxOne DAST");
  EXPECT_EQ(finding.scan_id(), "s");
  EXPECT_EQ(finding.source_ref().unit(), "e");
  EXPECT_EQ(finding.source_ref().place(), 1U);
  EXPECT_EQ(finding.source_ref().row(), 0U);
}

TEST(DastTransform, EveryRowIsAccountedFor) {
  const Output out = transform({page(array{result_row("a"), nullptr, object{{"id", "no severity"}},
                                           object{{"severity", "HIGH"}}, result_row("b")})});
  ASSERT_EQ(out.findings.size(), 2U);
  EXPECT_EQ(out.findings[1].source_ref().row(), 4U);
  ASSERT_EQ(out.dead.size(), 3U);
  EXPECT_EQ(out.dead[0].row(), 1U);
  EXPECT_NE(out.dead[1].reason().find("severity"), std::string::npos) << out.dead[1].reason();
  EXPECT_EQ(out.dead[1].raw(), R"({"id":"no severity"})") << "without what the connector added";
  EXPECT_EQ(out.dead[1].scan_id(), "s");
}

TEST(DastTransform, Assets) {
  const Asset web = asset({{"scanType", "DAST"},
                           {"created", "2025-10-30T15:56:32.8813678Z"},
                           {"tags", {"prod", "eu"}},
                           {"groups", {"g"}},
                           {"projectIds", {"p1", "p2"}},
                           {"applications", array{object{{"applicationId", "app"}}}},
                           {"riskRating", "High risk"},
                           {"lastStatus", "Failed"}});
  EXPECT_EQ(web.asset_class(), ASSET_CLASS_WEB_APPLICATION);
  EXPECT_EQ(web.external_asset_id(), "e");
  EXPECT_EQ(web.vendor_asset_id(), "e");
  EXPECT_EQ(web.name(), "Portal");
  EXPECT_EQ(web.application_url(), "https://portal.example.com");
  EXPECT_EQ(web.source(), "Checkmarx");
  EXPECT_EQ(web.vendor_product_name(), "CheckmarxOne DAST");
  EXPECT_EQ(web.source_created_at().nanos(), 881'367'800);
  EXPECT_EQ(web.last_seen().seconds(), 1768190706);
  ASSERT_EQ(web.tags_size(), 2);
  EXPECT_EQ(web.tags(0).key(), "eu");
  EXPECT_EQ(attribute(web, "tag"), "eu,prod");
  EXPECT_EQ(attribute(web, "group"), "g");
  EXPECT_EQ(attribute(web, "projectId"), "p1,p2");
  EXPECT_EQ(attribute(web, "applicationId"), "app");
  EXPECT_EQ(attribute(web, "riskRating"), "High risk");
  EXPECT_EQ(attribute(web, "lastStatus"), "Failed");
  EXPECT_EQ(attribute(web, "scanId"), "s");
  EXPECT_EQ(attribute(web, "scanStatus"), "Completed");
  EXPECT_EQ(attribute(web, "scanType"), "DAST");
  EXPECT_EQ(attribute(web, "environmentType"), "");

  const Asset api = asset({{"scanType", "DASTAPI"}, {"tags", nullptr}, {"domain", ""}});
  EXPECT_EQ(api.asset_class(), ASSET_CLASS_WEB_APPLICATION);
  EXPECT_EQ(attribute(api, "environmentType"), "API");
  EXPECT_EQ(api.name(), "https://portal.example.com") << "for want of a name";
  EXPECT_EQ(asset({{"domain", nullptr}, {"url", nullptr}}).name(), "e");
}

TEST(DastTransform, AMapOfOnesOwnSeesTheSameNames) {
  object all = boost::json::parse(settings()).as_object();
  all["map"] = boost::json::parse(R"({"kind":"map","name":"mine","version":1,
    "for":"checkmarx-dast","rows":[
      {"from":"environmentId","to":"externalAssetId"},{"from":"domain","to":"assetDetail.name"},
      {"from":"findings[].id","to":"findings[].identityKey"},
      {"concat":["findings[].name",{"const":" at "},"findings[].$location.instance"],
       "to":"findings[].name"},
      {"const":3,"to":"findings[].severity"},{"const":"ACTIVE","to":"findings[].findingStatus"}]})");
  const Settings read = parse_settings(boost::json::serialize(all), 0);
  const Record results = page(array{result_row("a")});
  const ingest_record record = ingest::test::page_record(results);
  ingest::test::RecordingSink sink;
  Transform(read).page(ingest::sdk::Page(&record), sink.plain());
  Finding finding;
  ASSERT_EQ(sink.of(INGEST_RECORD_FINDING).size(), 1U);
  ASSERT_TRUE(finding.ParseFromString(sink.of(INGEST_RECORD_FINDING)[0].payload));
  EXPECT_EQ(finding.name(), "XSS at GET /search");
  EXPECT_EQ(finding.external_asset_id(), "e") << "the connector's, where the map does not say";
}

}  // namespace
}  // namespace checkmarx::dast

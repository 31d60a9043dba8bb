#include "checkmarx-sca/transform.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "checkmarx-sca/project.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/messages.hpp"
#include "sca_tenant.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::array;
using boost::json::object;
using ingest::test::Record;
using ingest::test::sample;
using namespace ingest::v1;

struct Output {
  std::vector<Asset> assets;
  std::vector<Finding> findings;
  std::map<std::string, uint64_t> filtered;
  std::vector<DeadLetter> dead;

  uint64_t accounted() const {
    uint64_t sum = findings.size() + dead.size();
    for (const auto& [reason, count] : filtered) sum += count;
    return sum;
  }
};

template <class Message>
std::vector<Message> parsed(const ingest::test::RecordingSink& sink, uint32_t kind) {
  std::vector<Message> all;
  for (const Record& record : sink.of(kind)) {
    all.emplace_back();
    EXPECT_TRUE(all.back().ParseFromString(record.payload));
  }
  return all;
}

Project sample_project(size_t index = 0) {
  const auto list = ingest::sdk::json::parse_object(
      sample(index < 3 ? "projects-200-offset0-limit3.json" : "projects-200-offset3-limit3.json"),
      "projects");
  Project project = read_project(list.at("projects").as_array().at(index % 3).as_object());
  const auto scans = ingest::sdk::json::parse_object(sample("last-scan-200.json"), "scans");
  if (const auto* scan = scans.if_contains(project.id)) project.scan = read_scan(scan->as_object());
  return project;
}

Output transform(const Project& project, const std::string& body, uint64_t place,
                 const object& scope = {}) {
  const Settings parsed_settings = parse_settings(settings(scope), 0);
  Record page;
  page.type = "application/json";
  page.unit = project.id;
  page.key = place == 0 ? "project" : "results page 0";
  page.payload = body;
  page.context = context_of(project);
  page.place = place;
  ingest::test::RecordingSink sink;
  const ingest_record record = ingest::test::page_record(page);
  Transform(parsed_settings).page(ingest::sdk::Page(&record), sink.plain());
  Output out;
  out.assets = parsed<Asset>(sink, INGEST_RECORD_ASSET);
  out.findings = parsed<Finding>(sink, INGEST_RECORD_FINDING);
  out.dead = parsed<DeadLetter>(sink, INGEST_RECORD_REJECTED);
  for (const auto& rows : parsed<FilteredRows>(sink, INGEST_RECORD_FILTERED))
    out.filtered[rows.reason()] += rows.count();
  return out;
}

Output rows(const std::string& list, const object& scope = {}) {
  return transform(sample_project(), "{\"results\":" + list + "}", 1, scope);
}

// One row that maps, with the members of change on top.
Finding one(const object& change) {
  object row{{"type", "sca"},
             {"id", "CVE-2099-10001"},
             {"status", "NEW"},
             {"severity", "HIGH"},
             {"data", {{"packageIdentifier", "Npm-x-1.0"}}}};
  for (const auto& member : change) row[member.key()] = member.value();
  const Output out = rows(boost::json::serialize(array{row}));
  EXPECT_EQ(out.findings.size(), 1U) << (out.dead.empty() ? "" : out.dead[0].reason());
  return out.findings.empty() ? Finding() : out.findings[0];
}

std::string utc(const google::protobuf::Timestamp& time) {
  return std::to_string(time.seconds()) + "." + std::to_string(time.nanos());
}

TEST(ScaAssets, AreTheProjectInBothClasses) {
  const Project project = sample_project();
  const Output out = transform(project, boost::json::serialize(project.source), 0);
  ASSERT_EQ(out.assets.size(), 2U);
  EXPECT_EQ(out.assets[0].asset_class(), ASSET_CLASS_GENERIC_APPLICATION);
  EXPECT_EQ(out.assets[1].asset_class(), ASSET_CLASS_CODE_REPOSITORY);
  for (const Asset& asset : out.assets) {
    EXPECT_EQ(asset.external_asset_id(), "a1b2c3d4-0000-4000-8000-000000000001");
    EXPECT_EQ(asset.vendor_asset_id(), asset.external_asset_id());
    EXPECT_EQ(asset.name(), "acme/payments-api");
    EXPECT_EQ(asset.repo_url(), "https://github.com/acme/payments-api");
    EXPECT_EQ(utc(asset.source_created_at()), "1756810595.671243000");
    EXPECT_EQ(asset.source(), "Checkmarx");
    EXPECT_EQ(asset.vendor_name(), "Checkmarx");
    EXPECT_EQ(asset.vendor_product_name(), "CheckmarxOne SCA");
    EXPECT_EQ(asset.criticality(), 5U);
    ASSERT_EQ(asset.tags_size(), 2);
    EXPECT_EQ(asset.tags(0).key(), "pci");
    EXPECT_EQ(asset.tags(0).value(), "");
    EXPECT_EQ(asset.tags(1).value(), "payments");
    std::map<std::string, std::string> attributes;
    for (const Attribute& a : asset.custom_attributes()) attributes[a.key()] = a.value();
    const std::map<std::string, std::string> expected = {
        {"applicationId", "c0ffee00-1111-4222-8333-444455556666"},
        {"group", "7a7a7a7a-0001-4000-8000-000000000001"},
        {"mainBranch", "main"},
        {"origin", "GitHub"},
        {"repoId", "23456"},
        {"scanBranch", "main"},
        {"scanId", "51515151-0000-4000-8000-000000000001"},
        {"scanStatus", "Completed"},
        {"scmRepoId", "payments-api"}};
    EXPECT_EQ(attributes, expected);
    EXPECT_EQ(asset.source_ref().unit(), project.id);
  }
}

TEST(ScaAssets, OneWithoutARepositoryIsAnApplicationOnly) {
  Project project = sample_project(1);
  const std::string body = boost::json::serialize(project.source);
  EXPECT_EQ(transform(project, body, 0).assets.size(), 1U);
  EXPECT_EQ(transform(project, body, 0, {{"asset_classes", {"code-repository"}}}).assets.size(),
            0U);
  project.scan.facts["repoUrl"] = "https://git.example/found";
  const Output out = transform(project, body, 0, {{"asset_classes", {"code-repository"}}});
  ASSERT_EQ(out.assets.size(), 1U);
  EXPECT_EQ(out.assets[0].repo_url(), "https://git.example/found");
  EXPECT_EQ(out.assets[0].asset_class(), ASSET_CLASS_CODE_REPOSITORY);
}

TEST(ScaAssets, ProjectsOfEveryKindMap) {
  for (size_t i = 0; i < 5; ++i) {
    const Project project = sample_project(i);
    const Output out = transform(project, boost::json::serialize(project.source), 0);
    ASSERT_FALSE(out.assets.empty()) << i;
    EXPECT_EQ(out.assets[0].name(), project.name);
  }
  EXPECT_EQ(sample_project(3).scan.facts.at("engines"), boost::json::value({"sast", "sca"}))
      << "engines as a text that holds JSON";
}

TEST(ScaFindings, OfTheMixedSampleFieldByField) {
  const Output out = transform(sample_project(), sample("results-200-mixed-single-page.json"), 1);
  ASSERT_EQ(out.findings.size(), 6U);
  EXPECT_TRUE(out.dead.empty());
  const std::map<std::string, uint64_t> engines = {{"engine sast", 1},
                                                   {"engine kics", 1},
                                                   {"engine containers", 1},
                                                   {"engine sscs-secret-detection", 1}};
  EXPECT_EQ(out.filtered, engines);
  EXPECT_EQ(out.accounted(), 10U);

  const Finding& f = out.findings[0];
  EXPECT_EQ(f.cve_ids_size(), 1);
  EXPECT_EQ(f.cve_ids(0), "CVE-2099-10001");
  EXPECT_EQ(f.cwe_ids(0), "CWE-400");
  EXPECT_EQ(f.sub_category(), "sca");
  EXPECT_EQ(f.external_finding_id(), "CVE-2099-10001");
  EXPECT_EQ(f.status(), FINDING_STATUS_ACTIVE);
  EXPECT_EQ(f.severity(), SEVERITY_HIGH);
  EXPECT_EQ(utc(f.first_found_on()), "1761658169.0");
  EXPECT_EQ(utc(f.last_found_on()), "1768051952.0");
  EXPECT_EQ(f.description(),
            "Synthetic description of CVE-2099-10001 in Npm-example-parser-1.0.2.");
  EXPECT_EQ(f.name(), "Npm-example-parser-1.0.2 (CVE-2099-10001)");

  EXPECT_EQ(f.identity_key(), "Q1ZFLTIwOTktMTAwMDFOcG0tZXhhbXBsZS1wYXJzZXI=");
  EXPECT_EQ(f.alternate_id(), f.identity_key());
  EXPECT_EQ(f.similarity_id(), "CVE-2099-10001");
  EXPECT_EQ(f.external_asset_id(), "a1b2c3d4-0000-4000-8000-000000000001");
  EXPECT_EQ(f.asset_class(), ASSET_CLASS_GENERIC_APPLICATION);
  EXPECT_EQ(f.source_ref().unit(), f.external_asset_id());
  EXPECT_EQ(f.source_ref().place(), 1U);
  EXPECT_EQ(f.source_ref().row(), 0U);
  EXPECT_EQ(f.scan_id(), "51515151-0000-4000-8000-000000000001");
  EXPECT_EQ(f.first_scan_id(), "51515151-0000-4000-8000-000000000100");
  EXPECT_EQ(f.vendor_name(), "Checkmarx");
  EXPECT_EQ(f.vendor_product_name(), "CheckmarxOne SCA");
  EXPECT_EQ(f.vendor_url(), "");
  EXPECT_EQ(f.category(), "Vulnerability");
  EXPECT_EQ(f.source_severity(), "HIGH");
  EXPECT_EQ(f.source_status(), "RECURRENT");
  EXPECT_EQ(f.source_state(), "TO_VERIFY");
  EXPECT_EQ(f.source_score_range(), "INFO..CRITICAL");
  EXPECT_EQ(f.triage_state(), TRIAGE_STATE_TO_VERIFY);
  EXPECT_FALSE(f.ignored().is_ignored());
  EXPECT_EQ(f.confidence(), "0");
  EXPECT_EQ(utc(f.published_at()), "1752768935.0");
  EXPECT_EQ(utc(f.source_created_at()), "1768051952.0");
  EXPECT_EQ(f.package().identifier(), "Npm-example-parser-1.0.2");
  EXPECT_EQ(f.package().ecosystem(), "Npm");
  EXPECT_EQ(f.package().name(), "example-parser");
  EXPECT_EQ(f.package().version(), "1.0.2");
  EXPECT_EQ(f.package().recommended_version(), "1.1.0");
  EXPECT_EQ(f.package().recommendations(), "1.1.0");
  ASSERT_EQ(f.references_size(), 2);
  EXPECT_EQ(f.references(0).url(), "https://advisories.example.com/CVE-2099-10001");
  EXPECT_EQ(f.references(1).type(), "Commit");
  EXPECT_EQ(f.cvss().version(), "3");
  EXPECT_DOUBLE_EQ(f.cvss().base_score(), 7.5);
  EXPECT_EQ(f.cvss().severity(), "HIGH");
  EXPECT_EQ(f.cvss().vector(), "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H");
  EXPECT_EQ(f.cvss().attack_vector(), "NETWORK");
  EXPECT_EQ(f.cvss().scope(), "UNCHANGED");
  EXPECT_EQ(f.cvss().availability(), "HIGH");
}

TEST(ScaFindings, OfTheMixedSampleWhereTheRowsDiffer) {
  const Output out = transform(sample_project(), sample("results-200-mixed-single-page.json"), 1);
  ASSERT_EQ(out.findings.size(), 6U);
  EXPECT_EQ(out.findings[1].external_finding_id(), out.findings[0].external_finding_id());
  EXPECT_NE(out.findings[1].identity_key(), out.findings[0].identity_key());

  const Finding& own = out.findings[2];
  EXPECT_EQ(own.cve_ids_size(), 0) << "an id of Checkmarx' own is no CVE";
  EXPECT_EQ(own.status(), FINDING_STATUS_NEW);
  EXPECT_EQ(own.triage_state(), TRIAGE_STATE_NOT_EXPLOITABLE);
  EXPECT_TRUE(own.ignored().is_ignored());
  EXPECT_DOUBLE_EQ(own.cvss().base_score(), 3.7) << "without the noise of a float";
  EXPECT_EQ(own.package().recommended_version(), "");

  const Finding& maven = out.findings[3];
  EXPECT_EQ(maven.severity(), SEVERITY_CRITICAL);
  EXPECT_EQ(maven.triage_state(), TRIAGE_STATE_URGENT);
  EXPECT_EQ(maven.cwe_ids_size(), 0) << "NVD-CWE-Other";
  EXPECT_EQ(maven.cvss().vector(), "");
  EXPECT_DOUBLE_EQ(maven.cvss().base_score(), 10);
  EXPECT_EQ(maven.package().name(), "org.example:core-lib");
  ASSERT_EQ(maven.exploitable_methods_size(), 1);
  EXPECT_EQ(maven.exploitable_methods(0).full_name(), "org.example.Core.lookup");
  EXPECT_EQ(maven.exploitable_methods(0).name_space(), "org.example");

  const Finding& python = out.findings[4];
  EXPECT_EQ(python.identity_key(), "CVE-2099-10003|Python-examplelib-4.2.5") << "no alternateId";
  EXPECT_EQ(python.alternate_id(), "");
  EXPECT_EQ(python.status(), FINDING_STATUS_FIXED);
  EXPECT_EQ(python.triage_state(), TRIAGE_STATE_CUSTOM);
  EXPECT_EQ(python.source_state(), "Risk Accepted (custom)");
  EXPECT_EQ(python.cve_ids(0), "CVE-2099-10003") << "cveName holds a CWE; the id is the CVE";
  EXPECT_EQ(python.cwe_ids(0), "CWE-74");
  EXPECT_EQ(python.cvss().severity(), "MEDIUM");
  EXPECT_EQ(python.cvss().vector(), "");

  const Finding& info = out.findings[5];
  EXPECT_EQ(info.severity(), SEVERITY_INFO);
  EXPECT_EQ(info.cve_ids(0), "CVE-2099-10004");
  EXPECT_EQ(info.cwe_ids_size(), 0);
  EXPECT_TRUE(info.cvss().has_base_score()) << "zero is a score";
  EXPECT_DOUBLE_EQ(info.cvss().base_score(), 0);
}

TEST(ScaFindings, PagesOfTheSampleGiveTheSame) {
  const Output whole = transform(sample_project(), sample("results-200-mixed-single-page.json"), 1);
  std::vector<std::string> keys;
  for (const char* page : {"results-200-limit4-offset0.json", "results-200-limit4-offset1.json",
                           "results-200-limit4-offset2.json"}) {
    for (const Finding& f : transform(sample_project(), sample(page), 1).findings)
      keys.push_back(f.identity_key());
  }
  ASSERT_EQ(keys.size(), whole.findings.size());
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(keys[i], whole.findings[i].identity_key());
  for (const char* page : {"results-200-null.json", "results-200-limit4-offset3-past-end.json"})
    EXPECT_EQ(transform(sample_project(), sample(page), 1).accounted(), 0U);
}

TEST(ScaFindings, BelongToTheRepositoryWhenOnlyThatIsSelected) {
  const object scope{{"asset_classes", {"code-repository"}}};
  const std::string body = sample("results-200-mixed-single-page.json");
  const Output with = transform(sample_project(0), body, 1, scope);
  ASSERT_EQ(with.findings.size(), 6U);
  EXPECT_EQ(with.findings[0].asset_class(), ASSET_CLASS_CODE_REPOSITORY);
  const Output without = transform(sample_project(1), body, 1, scope);
  EXPECT_TRUE(without.findings.empty());
  EXPECT_EQ(without.filtered.at("no repository URL, and only code-repository is selected"), 6U);
  EXPECT_EQ(without.accounted(), 10U);
}

TEST(ScaFindings, AreFilteredWhenNotSelected) {
  const Output out = rows(R"([{"type":"sca"},{"type":"sast"}])", {{"findings", array()}});
  EXPECT_EQ(out.filtered.at("findings are not selected"), 1U);
  EXPECT_EQ(out.accounted(), 2U);
}

TEST(ScaFindings, CwesOfAllForms) {
  const auto cwe = [](const boost::json::value& id) {
    const Finding f = one({{"vulnerabilityDetails", {{"cweId", id}}}});
    return f.cwe_ids_size() == 0 ? std::string() : f.cwe_ids(0);
  };
  EXPECT_EQ(cwe("CWE-79"), "CWE-79");
  EXPECT_EQ(cwe("cwe-79"), "CWE-79");
  EXPECT_EQ(cwe(79), "CWE-79");
  EXPECT_EQ(cwe("79"), "CWE-79");
  for (const boost::json::value& none :
       {boost::json::value(""), boost::json::value("-1"), boost::json::value(-1),
        boost::json::value("NVD-CWE-Other"), boost::json::value(nullptr), boost::json::value("0")})
    EXPECT_EQ(cwe(none), "") << boost::json::serialize(none);
}

TEST(ScaFindings, CvesAreTakenOnlyWhenTheyAreSome) {
  const auto cve = [](const char* name, const char* id) {
    const Finding f = one({{"id", id}, {"vulnerabilityDetails", {{"cveName", name}}}});
    return f.cve_ids_size() == 0 ? std::string() : f.cve_ids(0);
  };
  EXPECT_EQ(cve("CVE-2025-7339", "Cx1"), "CVE-2025-7339");
  EXPECT_EQ(cve("CWE-74", "CVE-2025-123456"), "CVE-2025-123456");
  EXPECT_EQ(cve("", "CVE-2025-1234"), "CVE-2025-1234");
  EXPECT_EQ(cve("CVE-2025-123", "Cx1"), "");
  EXPECT_EQ(cve("xCVE-2025-1234", "Cx1"), "");
  EXPECT_EQ(cve("CVE-2025-1234x", "Cx1"), "");
}

TEST(ScaFindings, StatusAndStateOfAllForms) {
  EXPECT_EQ(one({{"status", "NEW"}}).status(), FINDING_STATUS_NEW);
  EXPECT_EQ(one({{"status", "Recurrent"}}).status(), FINDING_STATUS_ACTIVE);
  const Finding odd = one({{"status", "PARKED"}});
  EXPECT_EQ(odd.status(), FINDING_STATUS_ACTIVE);
  EXPECT_EQ(odd.source_status(), "PARKED");
  EXPECT_EQ(one({{"status", nullptr}}).status(), FINDING_STATUS_ACTIVE);
  const Finding blank = one({{"state", "URGENT "}});
  EXPECT_EQ(blank.triage_state(), TRIAGE_STATE_URGENT);
  EXPECT_EQ(blank.source_state(), "URGENT");
  EXPECT_EQ(one({}).triage_state(), TRIAGE_STATE_UNSPECIFIED);
  EXPECT_TRUE(one({{"state", "NOT_EXPLOITABLE "}}).ignored().is_ignored());
  EXPECT_FALSE(one({{"state", "PROPOSED_NOT_EXPLOITABLE"}}).ignored().is_ignored());
}

TEST(ScaFindings, SurviveOddExtras) {
  const Finding f = one({{"vulnerabilityDetails", {{"cvss", "none"}, {"cvssScore", "high"}}},
                         {"firstFoundAt", "yesterday"},
                         {"confidenceLevel", {{"x", 1}}}});
  EXPECT_FALSE(f.has_first_found_on());
  EXPECT_FALSE(f.cvss().has_base_score());
  EXPECT_EQ(one({{"data", nullptr}}).identity_key(), "CVE-2099-10001");
  EXPECT_EQ(one({{"queryId", 14517067005933136034ULL}}).name(), "Npm-x-1.0 (CVE-2099-10001)");
  EXPECT_EQ(one({{"data", {{"queryName", "Given"}}}}).name(), "Given");
}

TEST(ScaRejects, KeepTheRowAndSayWhatWasWrong) {
  const Output out = rows(R"([5,{"type":"sca","id":"x","severity":"SEVERE","status":"NEW"},null,)"
                          R"({"type":"sca","severity":"LOW"},{"type":7},{}])");
  EXPECT_TRUE(out.findings.empty());
  ASSERT_EQ(out.dead.size(), 4U);
  EXPECT_EQ(out.dead[0].row(), 0U);
  EXPECT_EQ(out.dead[0].reason(), "the row is not an object");
  EXPECT_EQ(out.dead[0].raw(), "5");
  EXPECT_EQ(out.dead[1].row(), 1U);
  EXPECT_NE(out.dead[1].reason().find("SEVERE"), std::string::npos) << out.dead[1].reason();
  EXPECT_EQ(out.dead[1].raw(), R"({"type":"sca","id":"x","severity":"SEVERE","status":"NEW"})");
  EXPECT_EQ(out.dead[1].scan_id(), "51515151-0000-4000-8000-000000000001");
  EXPECT_EQ(out.dead[1].unit(), "a1b2c3d4-0000-4000-8000-000000000001");
  EXPECT_EQ(out.dead[3].row(), 3U) << "nothing to tell it from others";
  EXPECT_EQ(out.filtered.at("engine not stated"), 2U);
  EXPECT_EQ(out.accounted(), 6U);
}

TEST(ScaRejects, AnyEngineNameIsHarmless) {
  std::string list = R"([{"type":"a\nb<\u0007"},{"type":")" + std::string(5000, 'x') + "\"}";
  for (int i = 0; i < 200; ++i) list += ",{\"type\":\"e" + std::to_string(i) + "\"}";
  const Output out = rows(list + "]");
  EXPECT_EQ(out.accounted(), 202U);
  EXPECT_EQ(out.filtered.count("engine a?b??"), 1U);
  EXPECT_LE(out.filtered.size(), 33U);
  for (const auto& [reason, count] : out.filtered) EXPECT_LT(reason.size(), 60U);
}

TEST(ScaTransform, RefusesAPageThatIsNone) {
  EXPECT_THROW(rows("["), ingest::sdk::Error);
  Project nameless = sample_project();
  nameless.source.erase("name");
  EXPECT_THROW(transform(nameless, "{}", 0), ingest::sdk::Error);
}

}  // namespace
}  // namespace checkmarx::sca

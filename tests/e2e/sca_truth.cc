// Compares a run of the SCA connector with what the simulated tenant says that it holds.
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <set>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

using google::protobuf::util::TimeUtil;

std::string text(const boost::json::object& object, const char* name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? boost::json::value_to<std::string>(*value)
                                                : std::string();
}

std::string time_text(bool present, const google::protobuf::Timestamp& time) {
  return present ? TimeUtil::ToString(time) : std::string();
}

std::string normal_time(const std::string& source) {
  google::protobuf::Timestamp time;
  if (source.empty()) return {};
  EXPECT_TRUE(TimeUtil::FromString(source, &time)) << source;
  return TimeUtil::ToString(time);
}

std::string first(const google::protobuf::RepeatedPtrField<std::string>& list) {
  EXPECT_LE(list.size(), 1);
  return list.empty() ? std::string() : list.Get(0);
}

void expect_finding(const v1::Finding& finding, const boost::json::object& truth) {
  EXPECT_EQ(finding.name(), text(truth, "name"));
  EXPECT_EQ(finding.external_finding_id(), text(truth, "id"));
  EXPECT_EQ(finding.scan_id(), text(truth, "scan_id"));
  EXPECT_EQ(static_cast<int>(finding.severity()), truth.at("severity_number").to_number<int>());
  EXPECT_EQ(finding.source_severity(), text(truth, "severity"));
  EXPECT_EQ("FINDING_STATUS_" + text(truth, "finding_status"),
            v1::FindingStatus_Name(finding.status()));
  EXPECT_EQ(finding.source_status(), text(truth, "status"));
  EXPECT_EQ(finding.source_state(), text(truth, "state"));
  EXPECT_EQ(first(finding.cve_ids()), text(truth, "cve"));
  EXPECT_EQ(first(finding.cwe_ids()), text(truth, "cwe"));
  EXPECT_EQ(finding.description(), text(truth, "description"));
  EXPECT_EQ(finding.package().identifier(), text(truth, "package_identifier"));
  EXPECT_EQ(finding.package().ecosystem(), text(truth, "ecosystem"));
  if (truth.at("package_version").is_string()) {
    EXPECT_EQ(finding.package().name(), text(truth, "package_name"));
    EXPECT_EQ(finding.package().version(), text(truth, "package_version"));
  }
  EXPECT_EQ(finding.package().recommended_version(), text(truth, "recommended_version"));
  EXPECT_EQ(time_text(finding.has_first_found_on(), finding.first_found_on()),
            normal_time(text(truth, "first_found")));
  EXPECT_EQ(time_text(finding.has_last_found_on(), finding.last_found_on()),
            normal_time(text(truth, "found")));
  if (truth.at("cvss_score").is_number()) {
    EXPECT_TRUE(finding.cvss().has_base_score());
    EXPECT_NEAR(finding.cvss().base_score(), truth.at("cvss_score").to_number<double>(), 0.051);
  }
  EXPECT_EQ(finding.category(), "Vulnerability");
  EXPECT_EQ(finding.sub_category(), "sca");
  EXPECT_EQ(finding.vendor_name(), "Checkmarx");
  EXPECT_EQ(finding.vendor_product_name(), "CheckmarxOne SCA");
}

}  // namespace

void expect_equal_to_truth(const CommittedRun& run, const Tenant& tenant, const Leeway& leeway) {
  const auto expected = expected_findings(tenant);
  std::set<std::string> ids;
  std::set<std::string> seen;
  for (const v1::Finding& finding : run.findings) {
    EXPECT_TRUE(ids.insert(finding.id()).second) << "id twice: " << finding.id();
    const std::string key = finding.external_asset_id() + "|" + finding.identity_key();
    EXPECT_TRUE(seen.insert(key).second) << "finding twice: " << key;
    const auto found = expected.find(key);
    ASSERT_NE(found, expected.end()) << "invented: " << key;
    SCOPED_TRACE(key);
    if (leeway.unlike.count(key) == 0) expect_finding(finding, found->second);
    if (::testing::Test::HasFailure()) return;  // one difference tells enough
  }
  for (const auto& [key, truth] : expected) {
    const std::string unit = text(truth, "project_id");
    const bool forgiven =
        leeway.units.count(unit) + leeway.bare.count(unit) + leeway.unlike.count(key) > 0;
    EXPECT_TRUE(seen.count(key) == 1 || forgiven) << "lost: " << key;
  }

  std::set<std::string> wanted_assets;
  std::map<std::string, boost::json::object> projects;
  for (const auto& entry : tenant.truth().at("projects").as_array()) {
    const auto& project = entry.as_object();
    const std::string id = text(project, "id");
    projects.emplace(id, project);
    if (leeway.units.count(id) != 0) continue;
    wanted_assets.insert("ASSET_CLASS_GENERIC_APPLICATION|" + id);
    if (!text(project, "repo_url").empty())
      wanted_assets.insert("ASSET_CLASS_CODE_REPOSITORY|" + id);
  }
  std::set<std::string> assets;
  std::set<std::string> asset_ids;
  for (const v1::Asset& asset : run.assets) {
    const std::string key =
        v1::AssetClass_Name(asset.asset_class()) + "|" + asset.external_asset_id();
    ASSERT_EQ(projects.count(asset.external_asset_id()), 1U) << "invented: " << key;
    if (leeway.units.count(asset.external_asset_id()) == 0) assets.insert(key);
    EXPECT_TRUE(asset_ids.insert(asset.id()).second) << "asset id twice: " << asset.id();
    const auto& project = projects.at(asset.external_asset_id());
    EXPECT_EQ(asset.name(), text(project, "name"));
    EXPECT_EQ(asset.repo_url(), text(project, "repo_url"));
    EXPECT_EQ(asset.vendor_asset_id(), asset.external_asset_id());
    EXPECT_EQ(time_text(asset.has_source_created_at(), asset.source_created_at()),
              normal_time(text(project, "created_at")));
  }
  EXPECT_EQ(assets, wanted_assets);
  for (const v1::Finding& finding : run.findings)
    EXPECT_TRUE(asset_ids.count(finding.asset_id()) == 1) << "no asset for " << finding.id();
}

}  // namespace ingest::e2e

// Compares a run of the DAST connector with what the simulated tenant says that it holds.
#include "dast_truth.hpp"

#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace ingest::e2e {
namespace {

using google::protobuf::util::TimeUtil;

std::string text(const boost::json::object& object, const char* name) {
  return boost::json::value_to<std::string>(object.at(name));
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

void expect_finding(const v1::Finding& finding, const boost::json::object& truth, bool details) {
  EXPECT_EQ(finding.name(), text(truth, "name"));
  EXPECT_EQ(finding.external_finding_id(), text(truth, "id"));
  EXPECT_EQ(finding.scan_id(), text(truth, "scan_id"));
  EXPECT_EQ(static_cast<int>(finding.severity()), truth.at("severity_number").to_number<int>());
  EXPECT_EQ(finding.source_severity(), text(truth, "severity"));
  EXPECT_EQ("FINDING_STATUS_" + text(truth, "finding_status"),
            v1::FindingStatus_Name(finding.status()));
  EXPECT_EQ(finding.source_status(), text(truth, "status"));
  EXPECT_EQ(finding.source_state(), text(truth, "state"));
  EXPECT_EQ(finding.description(), text(truth, "description"));
  EXPECT_EQ(finding.solution(), text(truth, "solution"));
  EXPECT_EQ(finding.location().url(), text(truth, "url"));
  EXPECT_EQ(finding.location().method(), text(truth, "method"));
  EXPECT_EQ(finding.location().path(), text(truth, "path"));
  const std::string cwe = finding.cwe_ids().empty() ? std::string() : finding.cwe_ids(0);
  EXPECT_EQ(cwe, text(truth, "cwe"));
  std::vector<std::string> owasp;
  for (const auto& name : truth.at("owasp").as_array())
    owasp.push_back(boost::json::value_to<std::string>(name));
  EXPECT_EQ(std::vector<std::string>(finding.owasp().begin(), finding.owasp().end()), owasp);
  const char* first = details ? "detail_created_at" : "scan_start_time";
  const char* last = details ? "detail_updated_at" : "scan_update_time";
  EXPECT_EQ(time_text(finding.has_first_found_on(), finding.first_found_on()),
            normal_time(text(truth, first)));
  EXPECT_EQ(time_text(finding.has_last_found_on(), finding.last_found_on()),
            normal_time(text(truth, last)));
  EXPECT_EQ(finding.asset_class(), v1::ASSET_CLASS_WEB_APPLICATION);
  EXPECT_EQ(finding.vendor_product_name(), "CheckmarxOne DAST");
  EXPECT_NE(finding.vendor_url().find(text(truth, "environment_id") + "/" + text(truth, "scan_id")),
            std::string::npos)
      << finding.vendor_url();
}

}  // namespace

void expect_equal_to_dast_truth(const CommittedRun& run, const Tenant& tenant, bool details,
                                const Leeway& leeway) {
  const auto& truth = tenant.truth().at("dast").as_object();
  std::map<std::string, boost::json::object> expected;
  for (const auto& entry : truth.at("findings").as_array()) {
    const auto& finding = entry.as_object();
    expected.emplace(text(finding, "environment_id") + "|" + text(finding, "id"), finding);
  }
  std::set<std::string> ids;
  std::set<std::string> seen;
  for (const v1::Finding& finding : run.findings) {
    EXPECT_TRUE(ids.insert(finding.id()).second) << "id twice: " << finding.id();
    const std::string key = finding.external_asset_id() + "|" + finding.identity_key();
    EXPECT_TRUE(seen.insert(key).second) << "finding twice: " << key;
    const auto found = expected.find(key);
    ASSERT_NE(found, expected.end()) << "invented: " << key;
    SCOPED_TRACE(key);
    if (leeway.unlike.count(key) == 0) expect_finding(finding, found->second, details);
    if (::testing::Test::HasFailure()) return;  // one difference tells enough
  }
  for (const auto& [key, finding] : expected) {
    const std::string unit = text(finding, "environment_id");
    const bool forgiven =
        leeway.units.count(unit) + leeway.bare.count(unit) + leeway.unlike.count(key) > 0;
    EXPECT_TRUE(seen.count(key) == 1 || forgiven) << "lost: " << key;
  }

  std::map<std::string, boost::json::object> environments;
  for (const auto& entry : truth.at("environments").as_array())
    environments.emplace(text(entry.as_object(), "id"), entry.as_object());
  std::set<std::string> asset_ids;
  for (const v1::Asset& asset : run.assets) {
    EXPECT_TRUE(asset_ids.insert(asset.id()).second);
    const auto found = environments.find(asset.external_asset_id());
    ASSERT_NE(found, environments.end()) << "invented: " << asset.external_asset_id();
    EXPECT_EQ(asset.asset_class(), v1::ASSET_CLASS_WEB_APPLICATION);
    EXPECT_EQ(asset.name(), text(found->second, "name"));
    EXPECT_EQ(asset.application_url(), text(found->second, "url"));
    EXPECT_EQ(time_text(asset.has_source_created_at(), asset.source_created_at()),
              normal_time(text(found->second, "created_at")));
    bool marked_as_api = false;
    for (const v1::Attribute& attribute : asset.custom_attributes())
      marked_as_api |= attribute.key() == "environmentType" && attribute.value() == "API";
    EXPECT_EQ(marked_as_api, text(found->second, "scan_type") == "DASTAPI");
  }
  for (const auto& [id, environment] : environments) {
    const bool there = std::any_of(run.assets.begin(), run.assets.end(), [&id](const auto& asset) {
      return asset.external_asset_id() == id;
    });
    EXPECT_TRUE(there || leeway.units.count(id) != 0) << "no asset of " << id;
  }
  for (const v1::Finding& finding : run.findings)
    EXPECT_TRUE(asset_ids.count(finding.asset_id()) == 1) << "no asset for " << finding.id();
}

}  // namespace ingest::e2e

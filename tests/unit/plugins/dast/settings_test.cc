#include "checkmarx-dast/settings.hpp"

#include <gtest/gtest.h>

#include "checkmarx-dast/descriptor.hpp"
#include "dast_tenant.hpp"
#include "ingest/sdk/map/transform_map.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::object;
using namespace ingest::v1;

std::string refusal(const std::string& text) {
  try {
    parse_settings(text, 0);
  } catch (const ingest::sdk::Error& error) {
    EXPECT_EQ(error.code(), INGEST_E_CONFIG);
    return error.what();
  }
  return "accepted";
}

std::string with_scope(const boost::json::value& scope) {
  object all = boost::json::parse(settings()).as_object();
  all["scope"] = scope;
  return boost::json::serialize(all);
}

TEST(DastSettings, DetailsAndEvidenceAreOffUnlessAskedFor) {
  EXPECT_FALSE(parse_settings(settings(), 0).details);
  EXPECT_FALSE(parse_settings(settings(), 0).evidence);
  EXPECT_TRUE(parse_settings(settings({{"details", true}}), 0).details);
  EXPECT_TRUE(parse_settings(settings({{"details", "true"}, {"evidence", true}}), 0).evidence);
  EXPECT_NE(refusal(settings({{"details", "yes"}})).find("config.details is true or false"),
            std::string::npos);
  EXPECT_NE(refusal(settings({{"evidence", true}})).find("set config.details to true"),
            std::string::npos);
}

TEST(DastSettings, FiltersAreRefusedInTheProductPagesWords) {
  for (const boost::json::value& scope :
       {boost::json::value{{"findings", boost::json::array{"vulnerability"}}},
        boost::json::value("severity:HIGH"), boost::json::value(boost::json::array{"x"})}) {
    EXPECT_NE(refusal(with_scope(scope))
                  .find("Custom filter queries are not currently supported for the CheckmarxOne "
                        "DAST connector."),
              std::string::npos);
  }
  EXPECT_EQ(refusal(with_scope(object())), "accepted");
  EXPECT_EQ(refusal(with_scope(nullptr)), "accepted");
}

TEST(DastDescriptor, IsTheProductPage) {
  const ConnectorDescriptor& d = details();
  EXPECT_EQ(d.id(), "checkmarx-dast");
  EXPECT_EQ(d.vendor(), "Checkmarx");
  EXPECT_EQ(d.product_name(), "CheckmarxOne DAST");
  EXPECT_EQ(d.category(), "Application Security");
  EXPECT_TRUE(d.findings_support());
  ASSERT_EQ(d.supported_assets_size(), 1);
  EXPECT_EQ(d.supported_assets(0), "Web Applications");
  EXPECT_EQ(d.version(), "1.0.0");
  EXPECT_EQ(d.integration_type(), "API Integration (REST)");
  EXPECT_EQ(d.direction(), "Unidirectional");
  EXPECT_FALSE(d.delta_support());
  EXPECT_EQ(d.scope_filters_size(), 0);
  EXPECT_EQ(d.scope_filters_note(), kNoFilters);
  EXPECT_EQ(d.unit_noun(), "environments");
  ASSERT_EQ(d.checks_size(), 5);
  EXPECT_EQ(d.checks(0).title(), "Network Reachability");
  EXPECT_EQ(d.checks(4).title(), "Data Fetch");
  std::map<std::string, const ConfigField*> fields;
  for (const ConfigField& field : d.config_fields()) fields[field.key()] = &field;
  EXPECT_EQ(fields.at("region")->label(), "Domain Name");
  EXPECT_EQ(fields.at("tenant")->label(), "Tenant Name");
  EXPECT_EQ(fields.at("api_key")->label(), "API Key");
  EXPECT_EQ(fields.at("evidence")->needs(0), "details");
  EXPECT_EQ(fields.at("details")->default_value(), "false");
}

TEST(DastDescriptor, CarriesTheDefaultMap) {
  ASSERT_EQ(details().maps_size(), 1);
  EXPECT_EQ(details().maps(0).name(), "checkmarx-dast-default");
  const Settings read = parse_settings(settings(), 0);
  EXPECT_EQ(read.map.connector(), "checkmarx-dast");
  std::vector<std::string> published;
  for (const auto& row : read.map.rows()) {
    if (row.published) published.push_back(row.source + " -> " + row.target);
  }
  EXPECT_EQ(
      published,
      (std::vector<std::string>{
          "environmentId -> externalAssetId", "environmentId -> vendorAssetId",
          "first of domain, url, environmentId -> assetDetail.name", "created -> sourceCreatedAt",
          "url -> applicationUrl", "findings[].id -> findings[].externalFindingId",
          "first of findings[].name, findings[].id -> findings[].name",
          "findings[].description -> findings[].description",
          "first of findings[].scan_type, \"dast\" -> findings[].subCategory",
          "findings[].severity -> findings[].severity", "findings[].cwe_id -> findings[].cweId",
          "findings[].status -> findings[].findingStatus"}));
}

}  // namespace
}  // namespace checkmarx::dast

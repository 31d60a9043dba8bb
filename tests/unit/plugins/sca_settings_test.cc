#include "checkmarx-sca/settings.hpp"

#include <gtest/gtest.h>

#include "checkmarx-sca/descriptor.hpp"
#include "ingest/sdk/connector.hpp"
#include "sca_tenant.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::array;

std::string refusal(const boost::json::object& scope, const boost::json::object& config = {}) {
  try {
    parse_settings(settings(scope, config), 0);
  } catch (const ingest::sdk::Error& e) {
    EXPECT_EQ(e.code(), INGEST_E_CONFIG);
    return e.what();
  }
  return "accepted";
}

TEST(ScaSettings, SelectEverythingByDefault) {
  const Settings s = parse_settings(settings(), 0);
  EXPECT_EQ(s.connection_name, "acme-sca");
  EXPECT_TRUE(s.scope.code_repository);
  EXPECT_TRUE(s.scope.generic_application);
  EXPECT_TRUE(s.scope.vulnerabilities);
  EXPECT_FALSE(s.main_branch_only);
  EXPECT_EQ(s.map.name(), "checkmarx-sca-default");
}

TEST(ScaSettings, ChipsChoose) {
  const Settings s =
      parse_settings(settings({{"asset_classes", {"code-repository"}}, {"findings", array()}}), 0);
  EXPECT_TRUE(s.scope.code_repository);
  EXPECT_FALSE(s.scope.generic_application);
  EXPECT_FALSE(s.scope.vulnerabilities);
}

TEST(ScaSettings, RefuseWhatIsUnknownAndListTheChoices) {
  const std::string chip = refusal({{"asset_classes", {"code-repo"}}});
  EXPECT_NE(chip.find("code-repository, generic-application"), std::string::npos) << chip;
  EXPECT_NE(refusal({{"findings", {"secret"}}}).find("vulnerability"), std::string::npos);
  EXPECT_NE(refusal({{"projects", {"x"}}}).find("asset_classes, findings"), std::string::npos);
  EXPECT_NE(refusal({{"asset_classes", "code-repository"}}).find("list"), std::string::npos);
  EXPECT_NE(refusal({{"asset_classes", array()}}).find("nothing"), std::string::npos);
  EXPECT_NE(refusal({}, {{"main_branch_only", "perhaps"}}).find("true or false"),
            std::string::npos);
  EXPECT_NE(refusal({}, {{"region", ""}}).find("region"), std::string::npos);
}

TEST(ScaSettings, AcceptTextsForFlags) {
  EXPECT_TRUE(parse_settings(settings({}, {{"main_branch_only", "true"}}), 0).main_branch_only);
}

TEST(ScaDescriptor, IsTheProductPage) {
  const auto& d = details();
  EXPECT_EQ(d.id(), "checkmarx-sca");
  EXPECT_EQ(d.vendor(), "Checkmarx");
  EXPECT_EQ(d.product_name(), "CheckmarxOne SCA");
  EXPECT_EQ(d.category(), "Application Security");
  EXPECT_TRUE(d.findings_support());
  EXPECT_EQ(d.supported_assets_size(), 2);
  EXPECT_EQ(d.version(), "1.0.0");
  EXPECT_EQ(d.integration_type(), "API Integration (REST)");
  EXPECT_EQ(d.direction(), "Unidirectional");
  EXPECT_FALSE(d.delta_support());
  ASSERT_EQ(d.checks_size(), 5);
  EXPECT_EQ(d.checks(3).title(), "Authorization Scope Check");
  ASSERT_EQ(d.maps_size(), 1);
  EXPECT_EQ(d.maps(0).title(), "Checkmarx SCA Transformation Map");
  EXPECT_EQ(d.config_fields(0).label(), "Checkmarx Region");
  for (const auto& field : d.config_fields())
    EXPECT_EQ(field.key() == "api_key" || field.key() == "client_secret",
              field.type() == ingest::v1::FIELD_TYPE_SECRET)
        << field.key();
  ingest::v1::ConnectorDescriptor parsed;
  const auto bytes = ingest::sdk::view(descriptor().details);
  EXPECT_TRUE(parsed.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  EXPECT_EQ(parsed.id(), d.id());
}

// The fifteen rows of the product page, under their published names.
TEST(ScaDescriptor, ItsMapHasThePublishedRows) {
  const std::pair<const char*, const char*> published[] = {
      {"findings[].vulnerabilityDetails.cveName", "cveId"},
      {"repoUrl", "repoUrl"},
      {"createdAt", "sourceCreatedAt"},
      {"name", "assetDetail.name"},
      {"id", "externalAssetId"},
      {"id", "vendorAssetId"},
      {"findings[].type", "findings[].subCategory"},
      {"findings[].id", "findings[].externalFindingId"},
      {"findings[].status", "findings[].findingStatus"},
      {"findings[].severity", "findings[].severity"},
      {"findings[].firstFoundAt", "findings[].firstFoundOn"},
      {"findings[].foundAt", "findings[].lastFoundOn"},
      {"findings[].description", "findings[].description"},
      {"findings[].data.queryName", "findings[].name"},
      {"findings[].vulnerabilityDetails.cweId", "cweId"}};
  const auto map = parse_settings(settings(), 0).map;
  size_t found = 0;
  for (const auto& [source, target] : published) {
    bool there = false;
    for (const auto& row : map.rows())
      there = there || (row.published && row.target == target &&
                        row.source.find(source) != std::string::npos);
    EXPECT_TRUE(there) << source << " -> " << target;
  }
  for (const auto& row : map.rows()) found += row.published ? 1U : 0U;
  EXPECT_EQ(found, 15U);
}

}  // namespace
}  // namespace checkmarx::sca

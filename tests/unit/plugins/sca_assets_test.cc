// A project as assets.
#include <gtest/gtest.h>

#include "ingest/sdk/json.hpp"
#include "sca_pages.hpp"
#include "sca_tenant.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::array;
using boost::json::object;
using ingest::test::sample;
using namespace ingest::v1;

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

}  // namespace
}  // namespace checkmarx::sca

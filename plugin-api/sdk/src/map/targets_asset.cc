// The fields of an asset that a map fills. The host's own (id, connection, source_ref) are not
// among them, nor is asset_class, which the connector decides.
#include "fields.hpp"
#include "ingest/v1/asset.pb.h"

namespace ingest::sdk::map {

using v1::Asset;

void add_asset_targets(std::deque<Target>& all) {
  const auto add = [&all](Target target) { all.push_back(std::move(target)); };
  add(Entry("externalAssetId", "Asset.external_asset_id", "text", "The source's id of the asset.")
          .text(Asset::kExternalAssetIdFieldNumber)
          .required());
  add(Entry("vendorAssetId", "Asset.vendor_asset_id", "text", "The vendor's id of the asset.")
          .text(Asset::kVendorAssetIdFieldNumber));
  add(Entry("assetDetail.name", "Asset.name", "text", "Display name.")
          .text(Asset::kNameFieldNumber)
          .required());
  add(Entry("source", "Asset.source", "text", "Inventory source, such as Checkmarx.")
          .text(Asset::kSourceFieldNumber)
          .alias("asset.inventory.source"));
  add(Entry("vendorName", "Asset.vendor_name", "text", "Vendor of the source.")
          .text(Asset::kVendorNameFieldNumber));
  add(Entry("vendorProductName", "Asset.vendor_product_name", "text", "Product of the source.")
          .text(Asset::kVendorProductNameFieldNumber));
  add(Entry("repoUrl", "Asset.repo_url", "text", "Repository URL.")
          .text(Asset::kRepoUrlFieldNumber));
  add(Entry("applicationUrl", "Asset.application_url", "text", "Base URL of a web application.")
          .text(Asset::kApplicationUrlFieldNumber)
          .alias("application.baseUrl"));
  add(Entry("criticality", "Asset.criticality", "integer",
            "Business criticality, 1 (lowest) to 5; 0 when the source states none.")
          .integer(Asset::kCriticalityFieldNumber, 5)
          .alias("asset.criticalityScore"));
  add(Entry("tags", "Asset.tags", "list of tags", "Labels of the source; fields key, value.")
          .parts(Asset::kTagsFieldNumber, {"key", "value"}));
  add(Entry("customAttributes", "Asset.custom_attributes", "list of attributes",
            "What the schema has no field for; fields key, value.")
          .parts(Asset::kCustomAttributesFieldNumber, {"key", "value"}));
  add(Entry("customAttributes.NAME", "Asset.custom_attributes", "text",
            "One attribute by its name; a list gives one for each element.")
          .named(Asset::kCustomAttributesFieldNumber));
  add(Entry("sourceCreatedAt", "Asset.source_created_at", "time", "Creation at the source.")
          .time(Asset::kSourceCreatedAtFieldNumber));
  add(Entry("sourceUpdatedAt", "Asset.source_updated_at", "time", "Last change at the source.")
          .time(Asset::kSourceUpdatedAtFieldNumber));
  add(Entry("firstSeen", "Asset.first_seen", "time", "First evidence in the source.")
          .time(Asset::kFirstSeenFieldNumber));
  add(Entry("lastSeen", "Asset.last_seen", "time", "Last scan that covered it.")
          .time(Asset::kLastSeenFieldNumber));
}

}  // namespace ingest::sdk::map

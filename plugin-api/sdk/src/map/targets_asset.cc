// The fields of an asset that a map fills. The host's own (id, connection, source_ref) are not
// among them, nor is asset_class, which the connector decides.
#include "fields.hpp"

namespace ingest::sdk::map {
namespace {

using v1::Asset;

void append_tag(Asset& asset, Parts&& parts) {
  v1::Tag* tag = asset.add_tags();
  tag->set_key(std::move(parts[0]));
  tag->set_value(std::move(parts[1]));
}

void append_attribute(Asset& asset, Parts&& parts) {
  v1::Attribute* attribute = asset.add_custom_attributes();
  attribute->set_key(std::move(parts[0]));
  attribute->set_value(std::move(parts[1]));
}

}  // namespace

void add_asset_targets(std::deque<Target>& all) {
  const auto add = [&all](Target target) { all.push_back(std::move(target)); };
  add(Entry("externalAssetId", "Asset.external_asset_id", "text", "The source's id of the asset.")
          .to(text<Asset>([](Asset& m) { return m.mutable_external_asset_id(); }))
          .required([](const Asset& m) { return !m.external_asset_id().empty(); }));
  add(Entry("vendorAssetId", "Asset.vendor_asset_id", "text", "The vendor's id of the asset.")
          .to(text<Asset>([](Asset& m) { return m.mutable_vendor_asset_id(); })));
  add(Entry("assetDetail.name", "Asset.name", "text", "Display name.")
          .to(text<Asset>([](Asset& m) { return m.mutable_name(); }))
          .required([](const Asset& m) { return !m.name().empty(); }));
  add(Entry("source", "Asset.source", "text", "Inventory source, such as Checkmarx.")
          .to(text<Asset>([](Asset& m) { return m.mutable_source(); }))
          .alias("asset.inventory.source"));
  add(Entry("vendorName", "Asset.vendor_name", "text", "Vendor of the source.")
          .to(text<Asset>([](Asset& m) { return m.mutable_vendor_name(); })));
  add(Entry("vendorProductName", "Asset.vendor_product_name", "text", "Product of the source.")
          .to(text<Asset>([](Asset& m) { return m.mutable_vendor_product_name(); })));
  add(Entry("repoUrl", "Asset.repo_url", "text", "Repository URL.").to(text<Asset>([](Asset& m) {
    return m.mutable_repo_url();
  })));
  add(Entry("applicationUrl", "Asset.application_url", "text", "Base URL of a web application.")
          .to(text<Asset>([](Asset& m) { return m.mutable_application_url(); }))
          .alias("application.baseUrl"));
  add(Entry("criticality", "Asset.criticality", "integer",
            "Business criticality, 1 (lowest) to 5; 0 when the source states none.")
          .to(integer<Asset, 5>([](Asset& m, std::uint32_t n) { m.set_criticality(n); }))
          .alias("asset.criticalityScore"));
  Access<Asset> tags;
  tags.append = append_tag;
  add(Entry("tags", "Asset.tags", "list of tags", "Labels of the source; fields key, value.")
          .to(tags)
          .repeated({"key", "value"}));
  Access<Asset> attributes;
  attributes.append = append_attribute;
  add(Entry("customAttributes", "Asset.custom_attributes", "list of attributes",
            "What the schema has no field for; fields key, value.")
          .to(attributes)
          .repeated({"key", "value"}));
  add(Entry("customAttributes.NAME", "Asset.custom_attributes", "text",
            "One attribute by its name; a list gives one for each element.")
          .to(attributes)
          .named());
  add(Entry("sourceCreatedAt", "Asset.source_created_at", "time", "Creation at the source.")
          .to(time<Asset>([](Asset& m) { return m.mutable_source_created_at(); })));
  add(Entry("sourceUpdatedAt", "Asset.source_updated_at", "time", "Last change at the source.")
          .to(time<Asset>([](Asset& m) { return m.mutable_source_updated_at(); })));
  add(Entry("firstSeen", "Asset.first_seen", "time", "First evidence in the source.")
          .to(time<Asset>([](Asset& m) { return m.mutable_first_seen(); })));
  add(Entry("lastSeen", "Asset.last_seen", "time", "Last scan that covered it.")
          .to(time<Asset>([](Asset& m) { return m.mutable_last_seen(); })));
}

}  // namespace ingest::sdk::map

// region.hpp - from what a person writes as region to the two hosts of a Checkmarx One tenant.
//
// The known regions are a convenience: single-tenant customers have hosts of their own, and
// new regions appear, so nothing here is an allow list. Pure functions. [thread-safe]
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "ingest/sdk/url.hpp"

namespace checkmarx::one {

struct KnownRegion {
  std::string_view name;  // as the vendor's table has it
  std::string_view host;  // of the API
};

// The table of the product page, and India 2.
const std::array<KnownRegion, 11>& known_regions();

// Accepts "deu", "DEU", "deu.ast", "deu.ast.checkmarx.net", "acme.cxone.cloud" and a whole URL,
// of which the path is ignored. Throws INGEST_E_CONFIG for anything else, and for http:// to
// another host than this machine; key names the configuration key in the message.
ingest::sdk::Url base_url(std::string_view region, std::string_view key = "region");

// The IAM host by the rule ast -> iam. Empty where the rule does not hold.
std::optional<ingest::sdk::Url> iam_of(const ingest::sdk::Url& api);

}  // namespace checkmarx::one

#include "ingest/sdk/map/identity_rows.hpp"

#include <string_view>

#include "canonical.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "target.hpp"

namespace ingest::sdk {
namespace {

// What the host makes ids of.
constexpr std::string_view kIdentity[] = {"externalAssetId", "vendorProductName",
                                          "findings[].externalAssetId", "findings[].identityKey",
                                          "findings[].vendorProductName"};

// The target's first name; empty for what is no target.
std::string_view target_of(const boost::json::value& row) {
  const std::string_view written = json::string_at(json::as_object(row), "to");
  if (written.empty()) return {};
  try {
    std::string name;
    return map::find_target(written, name).info.name;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

std::string identity_rows(const boost::json::value& map) {
  boost::json::array all;
  const boost::json::array& rows = json::array_at(json::as_object(map), "rows");
  for (const std::string_view target : kIdentity) {
    for (const boost::json::value& row : rows) {
      if (target_of(row) != target) continue;
      boost::json::value plain = map::canonical_source(row);
      plain.get_object()["to"] = boost::json::string_view(target.data(), target.size());
      all.push_back(std::move(plain));
    }
  }
  return boost::json::serialize(all);
}

}  // namespace ingest::sdk

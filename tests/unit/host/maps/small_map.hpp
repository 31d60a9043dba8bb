// small_map.hpp - a map with what every map must have, and a few rows more. Pure.
#pragma once

#include <string>

namespace ingest::host {

inline const std::string kSmallRows =
    "rows:\n"
    "  - {from: id, to: externalAssetId, identifier: true}\n"
    "  - {from: name, to: assetDetail.name}\n"
    "  - {from: 'findings[].id', to: 'findings[].identityKey', identifier: true}\n"
    "  - {from: 'findings[].title', to: 'findings[].name'}\n"
    "  - {const: HIGH, to: 'findings[].severity'}\n"
    "  - {const: NEW, to: 'findings[].findingStatus'}\n";

inline std::string small_map(const std::string& more_rows = {},
                             const std::string& head = "name: small\ntitle: A map\nversion: 7\n") {
  return "kind: map\n" + head + "for: acme\n" + kSmallRows + more_rows;
}

}  // namespace ingest::host

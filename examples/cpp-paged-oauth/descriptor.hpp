// descriptor.hpp - what the connector says of itself. Constant; thread-safe.
#pragma once

#include <ingest/connector.h>

namespace paged_oauth {

inline constexpr const char* kVendor = "Example";
inline constexpr const char* kProduct = "Example Applications";
inline constexpr const char* kLoginCheck = "login";
inline constexpr const char* kDataCheck = "data";

const ingest_descriptor& descriptor();

}  // namespace paged_oauth

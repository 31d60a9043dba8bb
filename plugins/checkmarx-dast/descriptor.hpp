// descriptor.hpp - what the connector says of itself: the product page as data. Constant.
// [thread-safe]
#pragma once

#include <ingest/connector.h>

#include "ingest/v1/descriptor.pb.h"

namespace checkmarx::dast {

const ingest::v1::ConnectorDescriptor& details();
const ingest_descriptor& descriptor();

}  // namespace checkmarx::dast

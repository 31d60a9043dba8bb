// identity_rows.hpp - what makes an asset or a finding the same one from run to run, as one text
// that can be compared. Thread-safe.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace ingest::sdk {

// The rows of a map that fill externalAssetId, vendorProductName, findings[].externalAssetId,
// findings[].identityKey and findings[].vendorProductName, of which ids are made, as a JSON array:
// in the order of the targets, then of the file; each
// under the target's first name, with its keys sorted and without what changes no value (note,
// published, identifier, what is the default anyhow). Two maps with equal texts tell findings apart
// alike; where the texts differ, findings may not be recognised. The map need not be right.
std::string identity_rows(const boost::json::value& map);

}  // namespace ingest::sdk

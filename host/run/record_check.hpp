// record_check.hpp - what every asset and finding must have before it is written. [thread-safe]
#pragma once

#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>

#include <string>

namespace ingest::host {

// Why the record can't be written, naming the field; empty when it can.
std::string fault_of(const v1::Asset& asset);
std::string fault_of(const v1::Finding& finding);

}  // namespace ingest::host

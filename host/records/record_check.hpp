// record_check.hpp - what every asset and finding must have before it is written. [thread-safe]
#pragma once

#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host {

// Why the record can't be written, naming the field; empty when it can.
std::string fault_of(const v1::Asset& asset);
std::string fault_of(const v1::Finding& finding);

// The same rules, for whoever reads the fields without a message.
bool is_good_id(std::string_view value) noexcept;
bool is_good_name(std::string_view value) noexcept;
bool is_good_time(std::int64_t seconds, std::int64_t nanos) noexcept;

}  // namespace ingest::host

#include "records/record_check.hpp"

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <string_view>

namespace ingest::host {
namespace {

// An id is a key in somebody's database; a name is shown on one line.
constexpr std::size_t kIdMax = 4096;
constexpr std::size_t kNameMax = 65'536;

std::string fault_of_text(std::string_view field, std::string_view value, std::size_t max) {
  if (value.empty()) return std::string(field) + " is missing";
  if (value.size() > max)
    return std::string(field) + " has " + std::to_string(value.size()) + " bytes, where " +
           std::to_string(max) + " is the most";
  return {};
}

// The parts of an identity are joined by the byte 0x1F before they are hashed; a part that held
// one could pass for two.
constexpr char kSeparator = '\x1F';

std::string fault_of_id(std::string_view field, std::string_view value) {
  if (is_good_id(value)) return {};
  std::string fault = fault_of_text(field, value, kIdMax);
  return fault.empty() ? std::string(field) + " holds the control character 0x1F" : fault;
}

std::string first_of(std::initializer_list<std::string> faults) {
  for (const std::string& fault : faults)
    if (!fault.empty()) return fault;
  return {};
}

std::string fault_of_time(std::string_view field, const google::protobuf::Timestamp& time) {
  if (is_good_time(time.seconds(), time.nanos())) return {};
  return std::string(field) + " is outside the years 1 to 9999";
}

template <class Enum>
std::string fault_of_choice(std::string_view field, Enum value, bool (*is_valid)(int)) {
  if (value == Enum{}) return std::string(field) + " is missing";
  if (!is_valid(static_cast<int>(value)))
    return std::string(field) + " has the unknown value " + std::to_string(static_cast<int>(value));
  return {};
}

}  // namespace

bool is_good_id(std::string_view value) noexcept {
  return !value.empty() && value.size() <= kIdMax &&
         value.find(kSeparator) == std::string_view::npos;
}

bool is_good_name(std::string_view value) noexcept {
  return !value.empty() && value.size() <= kNameMax;
}

// Outside the range that protobuf gives a Timestamp, it has no text and few readers take it.
bool is_good_time(std::int64_t seconds, std::int64_t nanos) noexcept {
  constexpr std::int64_t kYear1 = -62'135'596'800;
  constexpr std::int64_t kYear9999End = 253'402'300'799;
  constexpr std::int64_t kNanosMax = 999'999'999;
  return seconds >= kYear1 && seconds <= kYear9999End && nanos >= 0 && nanos <= kNanosMax;
}

std::string fault_of(const v1::Asset& asset) {
  return first_of({fault_of_choice("asset_class", asset.asset_class(), v1::AssetClass_IsValid),
                   fault_of_id("external_asset_id", asset.external_asset_id()),
                   fault_of_id("vendor_product_name", asset.vendor_product_name()),
                   fault_of_text("name", asset.name(), kNameMax),
                   fault_of_time("source_created_at", asset.source_created_at()),
                   fault_of_time("source_updated_at", asset.source_updated_at()),
                   fault_of_time("first_seen", asset.first_seen()),
                   fault_of_time("last_seen", asset.last_seen())});
}

std::string fault_of(const v1::Finding& finding) {
  return first_of({fault_of_choice("asset_class", finding.asset_class(), v1::AssetClass_IsValid),
                   fault_of_id("external_asset_id", finding.external_asset_id()),
                   fault_of_id("vendor_product_name", finding.vendor_product_name()),
                   fault_of_id("external_finding_id", finding.external_finding_id()),
                   fault_of_id("identity_key", finding.identity_key()),
                   fault_of_text("name", finding.name(), kNameMax),
                   fault_of_choice("severity", finding.severity(), v1::Severity_IsValid),
                   fault_of_choice("status", finding.status(), v1::FindingStatus_IsValid),
                   fault_of_time("first_found_on", finding.first_found_on()),
                   fault_of_time("last_found_on", finding.last_found_on()),
                   fault_of_time("last_fixed_on", finding.last_fixed_on()),
                   fault_of_time("reopened_on", finding.reopened_on()),
                   fault_of_time("source_created_at", finding.source_created_at()),
                   fault_of_time("published_at", finding.published_at())});
}

}  // namespace ingest::host

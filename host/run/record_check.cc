#include "run/record_check.hpp"

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
std::string fault_of_id(std::string_view field, std::string_view value) {
  std::string fault = fault_of_text(field, value, kIdMax);
  if (fault.empty() && value.find('\x1F') != std::string_view::npos)
    fault = std::string(field) + " holds the control character 0x1F";
  return fault;
}

std::string first_of(std::initializer_list<std::string> faults) {
  for (const std::string& fault : faults)
    if (!fault.empty()) return fault;
  return {};
}

template <class Enum>
std::string fault_of_choice(std::string_view field, Enum value, bool (*is_valid)(int)) {
  if (value == Enum{}) return std::string(field) + " is missing";
  if (!is_valid(static_cast<int>(value)))
    return std::string(field) + " has the unknown value " + std::to_string(static_cast<int>(value));
  return {};
}

}  // namespace

std::string fault_of(const v1::Asset& asset) {
  return first_of({fault_of_choice("asset_class", asset.asset_class(), v1::AssetClass_IsValid),
                   fault_of_id("external_asset_id", asset.external_asset_id()),
                   fault_of_id("vendor_product_name", asset.vendor_product_name()),
                   fault_of_text("name", asset.name(), kNameMax)});
}

std::string fault_of(const v1::Finding& finding) {
  return first_of({fault_of_choice("asset_class", finding.asset_class(), v1::AssetClass_IsValid),
                   fault_of_id("external_asset_id", finding.external_asset_id()),
                   fault_of_id("vendor_product_name", finding.vendor_product_name()),
                   fault_of_id("external_finding_id", finding.external_finding_id()),
                   fault_of_id("identity_key", finding.identity_key()),
                   fault_of_text("name", finding.name(), kNameMax),
                   fault_of_choice("severity", finding.severity(), v1::Severity_IsValid),
                   fault_of_choice("status", finding.status(), v1::FindingStatus_IsValid)});
}

}  // namespace ingest::host

// target.hpp - how a row's value gets into a message: one entry a field, found once when a map is
// parsed. Constant data; thread-safe.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "convert.hpp"
#include "draft.hpp"
#include "function.hpp"
#include "ingest/sdk/map/targets.hpp"
#include "scratch.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

struct Target {
  enum class Takes : std::uint8_t { kText, kTexts, kTime, kWhole, kReal, kTruth, kChoice, kParts };

  TargetInfo info;
  Kind kind = Kind::kAny;  // what a value must be, kAny: see takes
  bool for_finding = false;
  FieldPlace place;
  std::uint16_t field = 0;  // of the message's layout
  Takes takes = Takes::kText;
  double least = 0;  // of kReal
  double most = 0;   // of kReal and kWhole
  bool one_decimal = false;
  const EnumNames* names = nullptr;
  std::vector<std::string_view> parts;  // of a list of messages
  bool named = false;                   // "customAttributes.NAME"

  bool is_list() const noexcept { return !parts.empty(); }

  // Of a target that is no list. False when the value does not fit; scratch.why says so.
  [[nodiscard]] bool set(Draft& draft, const Value& value, Scratch& scratch) const;
};

const std::deque<Target>& all_targets();

// All fields that the targets fill, and of findings those that a connector sets itself.
const DraftLayout& asset_layout();
const DraftLayout& finding_layout();
struct OwnFields {
  std::uint16_t external_asset_id;
  std::uint16_t asset_class;
  std::uint16_t source_unit;  // of source_ref
  std::uint16_t source_place;
  std::uint16_t source_row;
};
const OwnFields& finding_own_fields();

// The target under any of its names; for a named one, name is set to what stands for NAME. Throws
// Error(INGEST_E_CONFIG) with a suggestion.
const Target& find_target(std::string_view written, std::string& name);

// The parts of the table, one a file.
void add_asset_targets(std::deque<Target>& all);
void add_finding_targets(std::deque<Target>& all);
void add_finding_detail_targets(std::deque<Target>& all);

}  // namespace ingest::sdk::map

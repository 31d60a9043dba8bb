// target.hpp - how a row's value gets into a message: one entry a field, found once when a map is
// parsed. Constant data; thread-safe.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "function.hpp"
#include "ingest/sdk/map/targets.hpp"
#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"
#include "value.hpp"

namespace ingest::sdk::map {

// The sub-fields of one element of a list of messages, in the order of Target::parts.
using Parts = std::array<std::string, 4>;

template <class Message>
struct Access {
  // False when the value does not fit; why says so.
  bool (*set)(Message&, const Value&, std::string& why) = nullptr;
  void (*append)(Message&, Parts&&) = nullptr;  // for lists of messages instead of set
  bool (*has)(const Message&) = nullptr;        // for required ones
};

struct Target {
  TargetInfo info;
  Kind kind = Kind::kAny;   // what a value must be, kAny: see set
  Access<v1::Asset> asset;  // one of the two
  Access<v1::Finding> finding;
  std::vector<std::string_view> parts;  // of a list of messages
  bool named = false;                   // "customAttributes.NAME"

  bool for_finding() const noexcept { return finding.set != nullptr || finding.append != nullptr; }
  bool is_list() const noexcept { return !parts.empty(); }
};

template <class Message>
const Access<Message>& access(const Target& target) noexcept;
template <>
inline const Access<v1::Asset>& access(const Target& target) noexcept {
  return target.asset;
}
template <>
inline const Access<v1::Finding>& access(const Target& target) noexcept {
  return target.finding;
}

const std::deque<Target>& all_targets();

// The target under any of its names; for a named one, name is set to what stands for NAME. Throws
// Error(INGEST_E_CONFIG) with a suggestion.
const Target& find_target(std::string_view written, std::string& name);

// The parts of the table, one a file.
void add_asset_targets(std::deque<Target>& all);
void add_finding_targets(std::deque<Target>& all);
void add_finding_detail_targets(std::deque<Target>& all);

}  // namespace ingest::sdk::map

#include "target.hpp"

#include <unordered_map>

#include "ingest/v1/finding.pb.h"
#include "spec.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::string_view kNameMark = "NAME";
constexpr std::size_t kLongestName = 256;

using v1::Finding;
using v1::SourceRef;

constexpr FieldPlace text_at(int outer, int number) {
  return {static_cast<std::uint16_t>(outer), static_cast<std::uint16_t>(number), FieldForm::kText,
          false};
}
constexpr FieldPlace number_at(int outer, int number) {
  return {static_cast<std::uint16_t>(outer), static_cast<std::uint16_t>(number), FieldForm::kNumber,
          false};
}

constexpr FieldPlace kExternalAssetId = text_at(0, Finding::kExternalAssetIdFieldNumber);
constexpr FieldPlace kAssetClass = number_at(0, Finding::kAssetClassFieldNumber);
constexpr FieldPlace kSourceUnit =
    text_at(Finding::kSourceRefFieldNumber, SourceRef::kUnitFieldNumber);
constexpr FieldPlace kSourcePlace =
    number_at(Finding::kSourceRefFieldNumber, SourceRef::kPlaceFieldNumber);
constexpr FieldPlace kSourceRow =
    number_at(Finding::kSourceRefFieldNumber, SourceRef::kRowFieldNumber);

std::vector<FieldPlace> places_of(const std::deque<Target>& targets) {
  std::vector<FieldPlace> places;
  for (const Target& target : targets) places.push_back(target.place);
  return places;
}

// By every name; named targets under what comes before NAME.
const std::unordered_map<std::string, const Target*>& index() {
  static const auto names = [] {
    std::unordered_map<std::string, const Target*> all;
    for (const Target& target : all_targets()) {
      std::string name(target.info.name);
      if (target.named) name.resize(name.size() - kNameMark.size());
      all.emplace(std::move(name), &target);
      for (const std::string& alias : target.info.aliases) all.emplace(alias, &target);
    }
    return all;
  }();
  return names;
}

}  // namespace

const std::deque<Target>& all_targets() {
  static const std::deque<Target> all = [] {
    std::deque<Target> targets;
    add_asset_targets(targets);
    add_finding_targets(targets);
    add_finding_detail_targets(targets);
    for (Target& target : targets) {
      target.field = (target.for_finding ? finding_layout() : asset_layout()).find(target.place);
    }
    return targets;
  }();
  return all;
}

const DraftLayout& asset_layout() {
  static const DraftLayout layout = [] {
    std::deque<Target> targets;
    add_asset_targets(targets);
    return DraftLayout(places_of(targets));
  }();
  return layout;
}

const DraftLayout& finding_layout() {
  static const DraftLayout layout = [] {
    std::deque<Target> targets;
    add_finding_targets(targets);
    add_finding_detail_targets(targets);
    std::vector<FieldPlace> places = places_of(targets);
    places.insert(places.end(), {kAssetClass, kSourceUnit, kSourcePlace, kSourceRow});
    return DraftLayout(std::move(places));
  }();
  return layout;
}

const OwnFields& finding_own_fields() {
  static const OwnFields fields = [] {
    const DraftLayout& layout = finding_layout();
    return OwnFields{layout.find(kExternalAssetId), layout.find(kAssetClass),
                     layout.find(kSourceUnit), layout.find(kSourcePlace), layout.find(kSourceRow)};
  }();
  return fields;
}

const std::vector<TargetInfo>& targets() {
  static const std::vector<TargetInfo> infos = [] {
    std::vector<TargetInfo> all;
    for (const Target& target : all_targets()) all.push_back(target.info);
    return all;
  }();
  return infos;
}

const Target& find_target(std::string_view written, std::string& name) {
  std::string wanted(written.substr(0, 512));
  // The vendor's data-model page writes finding[], its connector pages findings[].
  if (wanted.rfind("finding[].", 0) == 0) wanted.insert(7, "s");
  const auto found = index().find(wanted);
  if (found != index().end() && !found->second->named) return *found->second;
  for (const char* prefix : {"customAttributes.", "findings[].customAttributes."}) {
    if (wanted.rfind(prefix, 0) != 0) continue;
    name = wanted.substr(std::string_view(prefix).size());
    if (name.empty() || name.size() > kLongestName) {
      config_error("a custom attribute's name has 1 to " + std::to_string(kLongestName) + " bytes");
    }
    return *index().at(prefix);
  }
  std::vector<std::string_view> names;
  for (const auto& entry : index()) names.push_back(entry.first);
  std::sort(names.begin(), names.end());  // so that the suggestion is always the same
  std::string hint = did_you_mean(wanted, names);
  if (wanted.rfind("findings[].", 0) != 0 && index().count("findings[]." + wanted) != 0) {
    hint = "; did you mean 'findings[]." + wanted + "'?";
  }
  config_error("unknown target '" + cut(written) + "'" + hint);
}

}  // namespace ingest::sdk::map

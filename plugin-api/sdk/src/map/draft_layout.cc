#include "draft_layout.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace ingest::sdk::map {
namespace {

auto order(const FieldPlace& place) {
  return place.outer == 0 ? std::tuple(place.number, std::uint16_t{0})
                          : std::tuple(place.outer, place.number);
}

enum WireType : unsigned { kVarint = 0, kFixed64 = 1, kDelimited = 2 };

WireType wire_type(FieldForm form) {
  switch (form) {
    case FieldForm::kNumber:
      return kVarint;
    case FieldForm::kReal:
      return kFixed64;
    case FieldForm::kText:
    case FieldForm::kTexts:
    case FieldForm::kTime:
    case FieldForm::kParts:
      break;
  }
  return kDelimited;
}

FieldTag tag_of(unsigned number, WireType type) {
  assert(number <= DraftLayout::kMostNumber);
  const unsigned tag = number << 3U | type;
  if (tag < 0x80U) return {{static_cast<char>(tag), 0}, 1};
  return {{static_cast<char>((tag & 0x7FU) | 0x80U), static_cast<char>(tag >> 7U)}, 2};
}

}  // namespace

DraftLayout::DraftLayout(std::vector<FieldPlace> places) : places_(std::move(places)) {
  const auto before = [](const FieldPlace& a, const FieldPlace& b) { return order(a) < order(b); };
  const auto same = [](const FieldPlace& a, const FieldPlace& b) { return order(a) == order(b); };
  std::sort(places_.begin(), places_.end(), before);
  places_.erase(std::unique(places_.begin(), places_.end(), same), places_.end());
  assert(places_.size() <= kMostFields);
  for (std::uint16_t i = 0; i < places_.size(); ++i) {
    if (places_[i].pairs) pairs_.push_back(i);
  }
  for (FieldPlace& place : places_) {
    place.tag = tag_of(place.number, wire_type(place.form));
    place.outer_tag = tag_of(place.outer, kDelimited);
  }
}

std::uint16_t DraftLayout::find(const FieldPlace& place) const noexcept {
  const auto found =
      std::lower_bound(places_.begin(), places_.end(), place,
                       [](const auto& a, const auto& b) { return order(a) < order(b); });
  assert(found != places_.end() && order(*found) == order(place));
  return static_cast<std::uint16_t>(found - places_.begin());
}

}  // namespace ingest::sdk::map

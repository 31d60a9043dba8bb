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

}  // namespace

DraftLayout::DraftLayout(std::vector<FieldPlace> places) : places_(std::move(places)) {
  const auto before = [](const FieldPlace& a, const FieldPlace& b) { return order(a) < order(b); };
  const auto same = [](const FieldPlace& a, const FieldPlace& b) { return order(a) == order(b); };
  std::sort(places_.begin(), places_.end(), before);
  places_.erase(std::unique(places_.begin(), places_.end(), same), places_.end());
  assert(places_.size() <= kMostFields);
}

std::uint16_t DraftLayout::find(const FieldPlace& place) const noexcept {
  const auto found =
      std::lower_bound(places_.begin(), places_.end(), place,
                       [](const auto& a, const auto& b) { return order(a) < order(b); });
  assert(found != places_.end() && order(*found) == order(place));
  return static_cast<std::uint16_t>(found - places_.begin());
}

}  // namespace ingest::sdk::map

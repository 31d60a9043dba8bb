// The rules of mixing keep the oracle exact:
//   1. Faults that pass may all strike the same request, so together they strike less often than a
//      request is tried. They come first: of faults in one stage the first of the list strikes.
//   2. A unit has at most one fault of its own, and so has the listing.
//   3. Some units stay without, so that a run never fails because all of them did.
#include "mixture.hpp"

#include <algorithm>

#include "atoms.hpp"
#include "fault_run.hpp"

namespace ingest::faults {
namespace {

std::vector<const Unit*> units_with_rows(const std::vector<Unit>& units) {
  std::vector<const Unit*> chosen;
  for (const Unit& unit : units)
    if (unit.rows >= 6 && !unit.finding_ids.empty()) chosen.push_back(&unit);
  return chosen;
}

}  // namespace

std::vector<Atom> mixture_of(uint64_t seed, Product product, const std::vector<Unit>& units) {
  Draw draw(seed * 2 + (product == Product::kSca ? 0 : 1));
  std::vector<Atom> atoms;
  uint64_t budget = kMaxAttempts - 2;
  if (draw.one_in(8)) {
    atoms.push_back(slow_passing_fault(draw, product));
    --budget;
  }
  for (uint64_t n = draw.below(4); n > 0 && budget > 0; --n) {
    const uint64_t times = 1 + draw.below(std::min<uint64_t>(budget, 2));
    atoms.push_back(passing_fault(draw, product, times));
    budget -= times;
  }
  if (draw.one_in(5)) atoms.push_back(revocation(draw));
  std::vector<const Unit*> candidates = units_with_rows(units);
  for (uint64_t n = draw.below(4); n > 0 && candidates.size() > 2; --n) {
    const size_t at = draw.below(candidates.size());
    atoms.push_back(unit_fault(draw, product, *candidates[at]));
    candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(at));
  }
  if (draw.one_in(3)) atoms.push_back(listing_fault(draw, product, units));
  if (draw.one_in(12)) atoms.push_back(ending_fault(draw, product));
  return atoms;
}

}  // namespace ingest::faults

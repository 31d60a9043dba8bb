#include "expectation.hpp"

namespace ingest::faults {

Expectation expectation_of(const std::vector<Atom>& atoms) {
  Expectation expected;
  for (const Atom& atom : atoms) {
    if (atom.effect != Effect::kRunFails) continue;
    expected.written = false;
    expected.statuses.insert(atom.exit_status);
  }
  if (!expected.written) return expected;

  for (const Atom& atom : atoms)
    if (atom.effect == Effect::kUnitFails) expected.failed.insert(atom.unit);
  std::map<std::string, uint64_t> lost;
  bool adds_up = true;
  bool may_add_up = true;
  for (const Atom& atom : atoms) {
    switch (atom.effect) {
      case Effect::kNothing:
      case Effect::kUnitFails:
      case Effect::kRunFails:
        break;
      case Effect::kRowIsLost:
        ++lost[atom.unit];
        expected.lost_rows[atom.unit] += 1;
        expected.doubtful.insert(atom.unit);
        may_add_up = false;
        break;
      case Effect::kRowIsChanged:
        ++expected.more_dead_letters;
        expected.changed[atom.unit].insert(atom.finding);
        expected.lost_rows[atom.unit] += 1;
        expected.perhaps.insert(atom.unit);
        adds_up = false;
        break;
      case Effect::kUnitOverclaims:
        expected.doubtful.insert(atom.unit);
        may_add_up = false;
        break;
      case Effect::kRowsMayBeLost:
        expected.perhaps.insert(atom.unit);
        adds_up = false;
        break;
      case Effect::kListOverclaims:
        may_add_up = false;
        break;
      case Effect::kUnitIsUnlisted:
        expected.unlisted.insert(atom.unit);
        may_add_up = false;
        break;
      case Effect::kUnitsAreUnlisted:
        expected.unlisted.insert(atom.units.begin(), atom.units.end());
        may_add_up = false;
        break;
    }
  }
  // The rows of a unit that is not there are nowhere.
  for (const auto& [unit, rows] : lost) {
    const bool there = expected.failed.count(unit) + expected.unlisted.count(unit) == 0;
    (there ? expected.dead_letters : expected.more_dead_letters) += rows;
  }
  const int otherwise = expected.failed.empty() ? kOk : kPartial;
  if (may_add_up) expected.statuses.insert(otherwise);
  if (!may_add_up || !adds_up) expected.statuses.insert(kIncomplete);
  return expected;
}

}  // namespace ingest::faults

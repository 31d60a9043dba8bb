// expectation.hpp - what must come out of a run in spite of its faults. Nothing here knows how the
// product works: each fault says what it takes from the tenant's answers, and the run must deliver
// the rest and own up to what it lacks.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ingest::faults {

constexpr int kOk = 0;
constexpr int kCredentials = 4;
constexpr int kNetwork = 5;
constexpr int kPartial = 6;
constexpr int kIncomplete = 7;

// What a fault, or several that belong together, takes away.
enum class Effect {
  kNothing,           // all can be had: repeated, read again, waited for
  kUnitFails,         // the unit can't be read: FAILED, nothing of it need be there
  kRowIsLost,         // one row of the unit is a dead letter
  kRowIsChanged,      // one row of the unit reads otherwise; it may be a dead letter
  kUnitOverclaims,    // all rows come, but the unit's counts don't add up
  kRowsMayBeLost,     // rows of the unit may be out of reach; if so its counts don't add up
  kListOverclaims,    // all units come, but the listing's counts don't add up
  kUnitIsUnlisted,    // the unit is missing from the listing, whose counts don't add up
  kUnitsAreUnlisted,  // of the listing so many units are missing at most: see units
  kRunFails,          // nothing can be read: nothing is written
};

struct Atom {
  std::vector<std::string> specs;
  Effect effect = Effect::kNothing;
  std::string unit = {};             // id
  std::set<std::string> units = {};  // of kUnitsAreUnlisted
  std::string finding = {};          // of kRowIsChanged: the source's id of the row
  int exit_status = 0;               // of kRunFails
};

struct Expectation {
  std::set<int> statuses;  // exit statuses that are right
  bool written = true;
  std::set<std::string> failed;               // units: FAILED
  std::set<std::string> doubtful;             // units whose account must name a problem
  std::set<std::string> perhaps;              // units that may have one, and then may lack findings
  std::set<std::string> unlisted;             // units that need not appear at all
  std::map<std::string, uint64_t> lost_rows;  // by unit, at most
  std::map<std::string, std::set<std::string>>
      changed;                     // by unit: ids of rows that may read otherwise
  uint64_t dead_letters = 0;       // of rows: exactly so many
  uint64_t more_dead_letters = 0;  // and at most so many more
};

Expectation expectation_of(const std::vector<Atom>& atoms);

}  // namespace ingest::faults

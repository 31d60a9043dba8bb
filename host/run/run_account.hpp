// run_account.hpp - adds the units' accounts up to the run's: counts, problems, status. What a
// person reads in the end, and what the exit status rests on. One thread.
#pragma once

#include <ingest/v1/run.pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "connection/tolerance.hpp"
#include "diagnostics/failure.hpp"
#include "run/open_unit.hpp"
#include "run/unit_table.hpp"

namespace ingest::host {

class RunAccount {
 public:
  // unit_noun names units for people, plural: "projects".
  RunAccount(std::string unit_noun, Tolerance tolerance)
      : noun_(std::move(unit_noun)), tolerance_(std::move(tolerance)) {}

  void add_listing(v1::Listing listing);
  // Units come in canonical order.
  void add_unit(FinishedUnit unit);
  // Findings of the unit, by its number in the order of add_unit, are about an asset that the
  // run does not hold.
  void unknown_assets(std::size_t unit);

  // A Failure when nothing could be read at all: every unit failed. Otherwise fills run's counts,
  // problems, warnings, status and exit status. Call it once: the units' accounts move
  // into run.
  void conclude(const UnitChoice& choice, std::uint64_t skipped, v1::Run& run);

 private:
  void check_listings(std::uint64_t units, v1::Run& run) const;
  void count_units(v1::Run& run) const;
  void check_units(v1::Run& run);
  void check_dead_letters(v1::Run& run);
  void throw_when_all_failed() const;

  const std::string noun_;
  const Tolerance tolerance_;
  std::vector<v1::Listing> listings_;
  std::vector<v1::UnitAccount> units_;
  ReasonCounts filtered_;
  SeverityCounts severities_{};
};

}  // namespace ingest::host

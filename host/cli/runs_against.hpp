// runs_against.hpp - a run's findings against those of the run before it whose output is still
// there: new, gone, changed, and how far that can be trusted. One thread.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "state/run_comparison.hpp"
#include "state/state_store.hpp"

namespace ingest::host {

struct RunAgainst {
  std::optional<RunRecord> earlier;
  std::optional<RunComparison> comparison;
  std::string why_not;                // when there is none
  std::vector<std::string> warnings;  // what of it is not to be trusted
};

// A run that read the source is held against the one before that did, a replay against the run that
// it maps again, or else against whatever came before.
RunAgainst compared(const RunRecord& later, StateStore& store);

std::string text_of(const RunAgainst& against);
boost::json::value json_of(const RunAgainst& against);

}  // namespace ingest::host

// prune_choice.hpp - which runs may go. Pure but for a look at the links "latest".
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "state/run_record.hpp"

namespace ingest::host {

// Either keep or older_than.
struct PruneRule {
  std::optional<std::size_t> keep = std::nullopt;  // of each connection
  std::optional<std::chrono::milliseconds> older_than = std::nullopt;
};

// runs: newest first, as StateStore::runs gives them. Those that stay whatever the rule says: one
// that is under way, the newest complete run of each connection that read the source, and the one
// that a link "latest" beside it leads to.
std::vector<RunRecord> runs_to_prune(const std::vector<RunRecord>& runs, const PruneRule& rule,
                                     StateTime now);

}  // namespace ingest::host

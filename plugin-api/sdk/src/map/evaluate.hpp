// evaluate.hpp - runs a plan over one record. Thread-safe: all state is the caller's. draft is of
// the record's layout and clear, and borrows from scratch. trace, if not null, is told how.
#pragma once

#include "draft.hpp"
#include "ingest/sdk/map/trace.hpp"
#include "plan.hpp"

namespace ingest::sdk::map {

TransformMap::Outcome evaluate_asset(const Plan& plan, const Scope& scope, Draft& draft,
                                     Scratch& scratch, Trace* trace = nullptr);
TransformMap::Outcome evaluate_finding(const Plan& plan, const Scope& scope, Draft& draft,
                                       Scratch& scratch, Trace* trace = nullptr);

}  // namespace ingest::sdk::map

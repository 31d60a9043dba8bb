// evaluate.hpp - runs a plan over one record. Thread-safe: all state is the caller's. trace, if not
// null, is told how.
#pragma once

#include "ingest/sdk/map/trace.hpp"
#include "plan.hpp"

namespace ingest::sdk::map {

TransformMap::Outcome evaluate(const Plan& plan, const Scope& scope, v1::Asset& asset,
                               Trace* trace = nullptr);
TransformMap::Outcome evaluate(const Plan& plan, const Scope& scope, v1::Finding& finding,
                               Trace* trace = nullptr);

}  // namespace ingest::sdk::map

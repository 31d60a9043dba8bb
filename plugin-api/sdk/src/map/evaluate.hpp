// evaluate.hpp - runs a plan over one record. Thread-safe: all state is the caller's.
#pragma once

#include "plan.hpp"

namespace ingest::sdk::map {

TransformMap::Outcome evaluate(const Plan& plan, const Scope& scope, v1::Asset& asset);
TransformMap::Outcome evaluate(const Plan& plan, const Scope& scope, v1::Finding& finding);

}  // namespace ingest::sdk::map

// mixture.hpp - a random mixture of faults, a function of its seed and of what the tenant holds.
#pragma once

#include <vector>

#include "expectation.hpp"
#include "faulty_tenant.hpp"

namespace ingest::faults {

std::vector<Atom> mixture_of(uint64_t seed, Product product, const std::vector<Unit>& units);

}  // namespace ingest::faults

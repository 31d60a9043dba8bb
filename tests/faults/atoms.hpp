// atoms.hpp - the faults that a mixture is made of, each with what it takes away.
#pragma once

#include "draw.hpp"
#include "expectation.hpp"
#include "faulty_tenant.hpp"

namespace ingest::faults {

// Faults that pass: after `times` failures of a request it is answered. They strike requests that
// `where` names, or connections.
Atom passing_fault(Draw& draw, Product product, uint64_t times);
// What of them costs a second or more each.
Atom slow_passing_fault(Draw& draw, Product product);
// All tokens become invalid in the middle of the run.
Atom revocation(Draw& draw);

// A fault of one unit; `unit` has a scan with at least six rows.
Atom unit_fault(Draw& draw, Product product, const Unit& unit);
// A fault of the listing of all units.
Atom listing_fault(Draw& draw, Product product, const std::vector<Unit>& units);
// A fault after which nothing can be read.
Atom ending_fault(Draw& draw, Product product);

}  // namespace ingest::faults

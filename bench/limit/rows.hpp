// rows.hpp - one page of results, row by row, into findings: the default maps of the two
// connectors, written by hand. Of a page whose rows have another form than those of the simulated
// tenant they make a std::runtime_error: this is a measure, not a product. One thread.
#pragma once

#include <ingest/v1/finding.pb.h>

#include <cstdint>
#include <functional>

#include "limit/recording.hpp"

namespace ingest::bench {

// The finding lacks what identity.hpp sets. It is reused for the next row.
using OnFinding = std::function<void(v1::Finding&)>;

// Yield the number of rows.
std::uint64_t read_sca_page(const Page& page, const OnFinding& on_finding);
std::uint64_t read_dast_page(const Page& page, const OnFinding& on_finding);

}  // namespace ingest::bench

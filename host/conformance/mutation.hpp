// mutation.hpp - a page spoilt at random, the same for the same numbers. Pure.
#pragma once

#include <ingest/v1/source_page.pb.h>

#include <random>
#include <string>

namespace ingest::host::conformance {

// A few changes to body or context, seldom to the rest. description: what was done, for people.
v1::SourcePage mutated(const v1::SourcePage& page, std::mt19937_64& random,
                       std::string& description);

}  // namespace ingest::host::conformance

// preparation.hpp - how far a connector comes: loads it, reads its descriptor, creates an instance,
// fetches pages. The work is done in a child; what it tells makes the subject of all cases.
#pragma once

#include <string_view>

#include "conformance/forked_child.hpp"
#include "conformance/subject.hpp"

namespace ingest::host::conformance {

// In the child: takes the connector as far as it goes. start has file, check and seed; when it has
// pages, no more are fetched.
void prepare(const Subject& start, const ForkedChild::Send& send);

// In the parent: adds what one frame of prepare tells to the subject. False when it makes no sense.
bool take_step(Subject& subject, char letter, std::string_view bytes);

// The child has ended: death is how, when it did not end by itself.
void end_preparation(Subject& subject, const std::string& death);

}  // namespace ingest::host::conformance

// run_brief.hpp - what of a run's account is kept in the history. Pure, thread-safe.
#pragma once

#include <ingest/v1/run.pb.h>

#include <string>

namespace ingest::host {

// Counts, versions, sentences and the first twenty units in trouble; no more than about a megabyte,
// whatever the run holds. Texts are redacted and plain.
v1::Run brief_of(const v1::Run& run);

// "run 20261122T173056Z-4f1c2a: 12 findings on 3 assets"; why it is incomplete, where it is.
std::string sentence_on(const v1::Run& run);

}  // namespace ingest::host

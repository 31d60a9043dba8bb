// worker_threads.hpp - how many threads a worker may have. Plain data.
#pragma once

namespace ingest::host {

// As many as a run of this program ever starts.
constexpr unsigned kThreadsOfHost = 80;
// With those that a connector starts. A resolver, a pool, a helper for each call stay far below.
constexpr unsigned kMostThreads = kThreadsOfHost + 256;

}  // namespace ingest::host

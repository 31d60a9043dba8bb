// thread_name.hpp - the names by which the threads of a worker are told apart, by us and by who
// looks at the list of processes. A thread inherits the name of the one that starts it.
#pragma once

namespace ingest::host {

// The worker's own threads.
constexpr const char* kHostThreadName = "ingest-worker";
// One in a connector's call, and those that the connector starts there.
constexpr const char* kConnectorThreadName = "ingest-connect";

}  // namespace ingest::host

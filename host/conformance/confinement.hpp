// confinement.hpp - what a process gives up before a connector that is checked runs in it.
#pragma once

namespace ingest::host::conformance {

// As where connectors run (sandbox/sandbox.hpp), and without sockets of any kind: a check needs
// none, since it answers requests itself. For good, of this process alone. Throws Failure
// (kInternal) when the kernel has no such filters: then nothing is to be run.
void confine_this_process();

}  // namespace ingest::host::conformance

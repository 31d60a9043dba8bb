// process_facts.hpp - what of a process belongs to its host: threads, descriptors, signal handlers,
// settings. Each is a list of named facts, so that two can be compared. For a process whose other
// threads are at rest.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace ingest::host::conformance {

using Facts = std::map<std::string, std::string>;

std::vector<int> thread_ids();
Facts open_descriptors();  // number, what it leads to
Facts signal_facts();      // handlers, the mask and the alternate stack of this thread
Facts setting_facts();     // working directory, umask, locale, environment, limits, ...

// "umask was 0022 and is 0000", for each that differs; empty when nothing does.
std::vector<std::string> differences(const Facts& before, const Facts& after);

}  // namespace ingest::host::conformance

// disk_events.hpp - what our code asks of the disk, in order: this file's definitions of fsync and
// rename stand in for the C library's in the test program that links it, note the call and make it.
// [thread-safe]
#pragma once

#include <string>
#include <vector>

namespace ingest::host {

// "fsync PATH", "rename FROM TO", and what note added; since the last call.
std::vector<std::string> take_disk_events();
void note_disk_event(const std::string& event);

}  // namespace ingest::host

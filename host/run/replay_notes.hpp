// replay_notes.hpp - what one should know of a replay: in what it differs from the run that was
// recorded, and what the recording lacks. [thread-safe]
#pragma once

#include <ingest/v1/recording.pb.h>

#include <string>

#include "run/run_request.hpp"

namespace ingest::host {

// Makes request, whose versions are set, a replay of recording: its connection's name, warnings,
// problems. connection is the name in the connection file, settings what settings_for_mapping says
// of it. Throws a Failure (kConfig) when the recording is another connector's.
void make_replay(const v1::Recording& recording, const std::string& connection,
                 const std::string& settings, RunRequest& request);

}  // namespace ingest::host

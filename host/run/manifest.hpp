// manifest.hpp - what a run is, on disk before its first page: the same facts that run.json will
// give, as far as they are known. Another run may go on with its units only where they agree.
// [thread-safe]
#pragma once

#include <ingest/v1/run.pb.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "run/run_request.hpp"

namespace ingest::host {

google::protobuf::Timestamp timestamp(std::chrono::system_clock::time_point when);

// The run as it begins.
v1::Run begun_run(const RunRequest& request, const std::string& run_id,
                  std::chrono::system_clock::time_point started_at);

void write_manifest(const v1::Run& run, const std::filesystem::path& path);
std::optional<v1::Run> read_manifest(const std::filesystem::path& path);

// What keeps run from going on with the interrupted one's units: "the map (default 1 then, acme 2
// now)". Empty: nothing.
std::vector<std::string> differences(const v1::Run& interrupted, const v1::Run& run);

}  // namespace ingest::host

// run_request.hpp - everything that one run needs to know. Plain data.
#pragma once

#include <ingest/v1/run.pb.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "connection/tolerance.hpp"
#include "diagnostics/failure.hpp"
#include "output/page_chunk.hpp"
#include "run/unit_table.hpp"

namespace ingest::host {

struct RunRequest {
  std::string connection;
  std::string run_id;  // empty: made when the run begins
  std::chrono::system_clock::time_point started_at = std::chrono::system_clock::now();
  std::filesystem::path out;
  OutputFormat format = OutputFormat::kBinpb;
  UnitChoice choice;
  // What is known before anything is read, in sentences.
  std::vector<std::string> problems;
  std::vector<std::string> warnings;
  std::string replay_of;                 // the run whose recording is read; empty: the source is
  std::uint64_t units_not_recorded = 0;  // listed, but outside what that run was limited to
  Tolerance tolerance;
  v1::Versions versions;
  std::string settings_sha256;      // of what the connector is told, secrets left out
  bool resume = false;              // go on with an interrupted run, if there is one
  std::string unit_noun = "units";  // plural, for people
  unsigned workers = 1;             // threads that transform
  // Enough for workers never to wait; a larger page is let in alone.
  std::size_t queue_pages = 64;
  std::size_t queue_bytes = std::size_t{8} << 20U;

  std::stop_token cancelled;
  // Why: kInterrupted or kTerminated. Asked only after cancelled says so.
  std::function<ExitStatus()> cancelled_as;
  // A sentence for the person, as the run begins. May be empty.
  std::function<void(const std::string& sentence)> notice;
  // See UnitTable. May be empty.
  UnitTable::Checkpointed checkpointed;
  // HttpEngine::share_body, or empty: then each page is copied.
  std::function<std::shared_ptr<const std::string>(const void* data, std::size_t size)> share_body;
  // HttpEngine::stats, or empty.
  std::function<v1::HttpStats()> http_stats;
};

// The threads that transform: as many as the machine has, or one when the connector's transform
// can't run on several.
unsigned transform_workers(bool concurrent_transform);

}  // namespace ingest::host

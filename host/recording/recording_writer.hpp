// recording_writer.hpp - keeps what a connector reads: pages, listings, reports. Known secrets are
// taken out of all of it. Until finish has returned, the folder says that it is unfinished; what is
// there can be replayed all the same. [thread-safe], apart from the constructor and finish.
#pragma once

#include <ingest/connector.h>
#include <ingest/v1/recording.pb.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "output/file.hpp"
#include "recording/recorded_unit_file.hpp"

namespace ingest::host {

class RecordingWriter {
 public:
  // Makes the folder, which may exist when it is empty. facts: connection, versions, unit_noun,
  // settings, shard, limit. Throws a Failure.
  RecordingWriter(std::filesystem::path folder, v1::Recording facts, std::string_view map_json);

  // What fetch does, in its order.
  void begin(std::string_view run_id);
  void begin_unit(std::string_view unit);
  void expect_page(std::string_view unit);
  void end_unit(std::string_view unit, std::string_view report);
  void add_listing(std::string_view listing);
  void end();  // fetch has returned without an error

  // A page that was expected, on any thread.
  void add_page(const ingest_record& page);

  // True when fetch has ended and every page is here: it can be finished, whatever became of the
  // run.
  bool is_whole() const;
  // Brings everything to disk and makes it a finished recording of a run that ended with status.
  const v1::Recording& finish(v1::RunStatus status, std::int32_t exit_status,
                              std::uint64_t units_skipped);

  const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  std::shared_ptr<RecordedUnitFile> find(std::string_view unit);
  void keep(v1::RecordedUnit entry);
  void write_manifest();

  const std::filesystem::path folder_;
  v1::Recording manifest_;
  std::atomic<std::uint64_t> page_bytes_{0};
  std::atomic<std::uint64_t> taken_out_{0};
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<RecordedUnitFile>, std::less<>> open_;
  Sha256 units_hash_;
  bool ended_ = false;
};

}  // namespace ingest::host

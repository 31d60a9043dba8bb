// memory_connector.hpp - a connector whose source is a recording in memory: fetch costs next to
// nothing, transform is the real one's. The rules about threads are the real one's.
#pragma once

#include <ingest/v1/recording.pb.h>
#include <ingest/v1/source_page.pb.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "run/run_connector.hpp"

namespace ingest::bench {

class MemoryConnector final : public host::RunConnector {
 public:
  // Reads all of the recording. Throws a Failure.
  MemoryConnector(host::RunConnector& connector, const std::string& recording);

  std::optional<host::ConnectorError> fetch(const host::CallContext& context,
                                            host::RecordSink& sink) override;
  std::optional<host::ConnectorError> transform(const host::CallContext& context,
                                                const ingest_record& page,
                                                host::RecordSink& sink) override;

  const v1::Recording& manifest() const noexcept { return manifest_; }
  std::uint64_t bytes() const noexcept { return bytes_; }
  // For RunRequest: the bodies stay where they are.
  std::shared_ptr<const std::string> share(const void* data) const;
  // When the last call of transform returned.
  std::chrono::steady_clock::time_point last_transform() const noexcept { return last_transform_; }

 private:
  struct Unit {
    v1::RecordedUnit entry;
    std::vector<v1::SourcePage> pages;
  };
  host::RunConnector& connector_;
  v1::Recording manifest_;
  std::vector<Unit> units_;
  std::uint64_t bytes_ = 0;
  std::atomic<std::chrono::steady_clock::time_point> last_transform_{};
};

}  // namespace ingest::bench

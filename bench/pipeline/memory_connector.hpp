// memory_connector.hpp - a connector whose source is a recording in memory: fetch costs next to
// nothing, transform is the real one's. The rules about threads are the real one's.
#pragma once

#include <ingest/v1/recording.pb.h>
#include <ingest/v1/source_page.pb.h>

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
                                                host::RecordSink& sink) override {
    return connector_.transform(context, page, sink);
  }

  const v1::Recording& manifest() const noexcept { return manifest_; }
  std::uint64_t bytes() const noexcept { return bytes_; }
  // For RunRequest: the bodies stay where they are.
  std::shared_ptr<const std::string> share(const void* data) const;
  // For whoever measures transform alone.
  const std::vector<v1::SourcePage>& pages(std::size_t unit) const { return units_[unit].pages; }
  std::size_t units() const noexcept { return units_.size(); }

 private:
  struct Unit {
    v1::RecordedUnit entry;
    std::vector<v1::SourcePage> pages;
  };
  host::RunConnector& connector_;
  v1::Recording manifest_;
  std::vector<Unit> units_;
  std::uint64_t bytes_ = 0;
};

}  // namespace ingest::bench

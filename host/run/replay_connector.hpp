// replay_connector.hpp - a connector that reads a recording instead of its source, and maps it as
// ever. Thread rules are those of the connector within.
#pragma once

#include "recording/recording_reader.hpp"
#include "run/run_connector.hpp"

namespace ingest::host {

class ReplayConnector final : public RunConnector {
 public:
  ReplayConnector(RunConnector& connector, RecordingReader& recording)
      : connector_(connector), recording_(recording) {}

  // Throws a Failure (kConfig) where the recording is damaged.
  std::optional<ConnectorError> fetch(const CallContext& context, RecordSink& sink) override;
  std::optional<ConnectorError> transform(const CallContext& context, const ingest_record& page,
                                          RecordSink& sink) override {
    return connector_.transform(context, page, sink);
  }

 private:
  bool replay(const v1::RecordedUnit& unit, const CallContext& context, RecordSink& sink);

  RunConnector& connector_;
  RecordingReader& recording_;
};

}  // namespace ingest::host

// recording_connector.hpp - a connector whose run is recorded: what fetch reads goes into the
// recording on its way to the run. Pages are written by the workers that transform them, so that
// fetch is not held up. Thread rules are those of the connector within.
#pragma once

#include "recording/recording_writer.hpp"
#include "run/run_connector.hpp"

namespace ingest::host {

class RecordingConnector final : public RunConnector {
 public:
  RecordingConnector(RunConnector& connector, RecordingWriter& recording)
      : connector_(connector), recording_(recording) {}

  std::optional<ConnectorError> fetch(const CallContext& context, RecordSink& sink) override;
  std::optional<ConnectorError> transform(const CallContext& context, const ingest_record& page,
                                          RecordSink& sink) override;

 private:
  RunConnector& connector_;
  RecordingWriter& recording_;
};

}  // namespace ingest::host

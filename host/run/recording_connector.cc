#include "run/recording_connector.hpp"

namespace ingest::host {
namespace {

std::string_view view(ingest_bytes bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

// The run comes first: what it refuses is not recorded.
class RecordingSink final : public RecordSink {
 public:
  RecordingSink(RecordSink& sink, RecordingWriter& recording)
      : sink_(sink), recording_(recording) {}

  ingest_status emit(const ingest_record& record) override {
    // Before a worker can have it.
    if (record.kind == INGEST_RECORD_PAGE) recording_.expect_page(view(record.unit));
    const ingest_status status = sink_.emit(record);
    if (status == INGEST_OK && record.kind == INGEST_RECORD_LISTING)
      recording_.add_listing(view(record.payload));
    return status;
  }
  ingest_status begin_unit(std::string_view unit, ingest_unit_verdict& verdict) override {
    const ingest_status status = sink_.begin_unit(unit, verdict);
    if (status == INGEST_OK && verdict == INGEST_UNIT_WANTED) recording_.begin_unit(unit);
    return status;
  }
  ingest_status end_unit(std::string_view unit, std::string_view report) override {
    const ingest_status status = sink_.end_unit(unit, report);
    if (status == INGEST_OK) recording_.end_unit(unit, report);
    return status;
  }

 private:
  RecordSink& sink_;
  RecordingWriter& recording_;
};

}  // namespace

std::optional<ConnectorError> RecordingConnector::fetch(const CallContext& context,
                                                        RecordSink& sink) {
  recording_.begin(context.run_id);
  RecordingSink recorded(sink, recording_);
  std::optional<ConnectorError> error = connector_.fetch(context, recorded);
  if (!error) recording_.end();
  return error;
}

std::optional<ConnectorError> RecordingConnector::transform(const CallContext& context,
                                                            const ingest_record& page,
                                                            RecordSink& sink) {
  recording_.add_page(page);
  return connector_.transform(context, page, sink);
}

}  // namespace ingest::host

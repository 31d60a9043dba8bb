// record_sink.hpp - where the records of one connector call go. Called on the thread that called
// the connector, only while that call lasts.
#pragma once

#include <ingest/connector.h>

#include <string_view>

namespace ingest::host {

// Whatever these throw is kept at the boundary, the connector is told to stop, and the exception
// leaves the ConnectorInstance's method once the connector has returned. A status other than
// INGEST_OK stops the connector without an exception; INGEST_E_CANCELLED is the polite one.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  // The kind is one that the call may emit; no view is NULL with a size; payload, context and unit
  // are within the contract's maxima. Everything else is as the connector says.
  virtual ingest_status emit(const ingest_record& record) = 0;
  // fetch only. unit is not empty.
  virtual ingest_status begin_unit(std::string_view unit, ingest_unit_verdict& verdict);
  virtual ingest_status end_unit(std::string_view unit, std::string_view report);
};

}  // namespace ingest::host

// row_sink.hpp - where what the transform map sees of a page goes (ingest.rows/1). Called on the
// thread that called the connector, only while that call lasts.
#pragma once

#include <ingest/connector.h>

#include <boost/json/object.hpp>
#include <cstdint>

namespace ingest::host {

// What these throw and return is treated as of a RecordSink. Objects are borrowed for the call.
class RowSink {
 public:
  virtual ~RowSink() = default;
  // Once a page, before its rows.
  virtual ingest_status root(const boost::json::object& object) = 0;
  // Numbers rise and are below the page's rows.
  virtual ingest_status row(std::uint64_t number, const boost::json::object& object) = 0;
};

}  // namespace ingest::host

// record_sink.cc - see record_sink.hpp. Units belong to fetch: a sink for other calls needs
// neither.
#include "loader/record_sink.hpp"

namespace ingest::host {

ingest_status RecordSink::begin_unit(std::string_view, ingest_unit_verdict&) {
  return INGEST_E_UNSUPPORTED;
}

ingest_status RecordSink::end_unit(std::string_view, std::string_view) {
  return INGEST_E_UNSUPPORTED;
}

}  // namespace ingest::host

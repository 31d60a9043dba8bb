#include "pipeline/memory_connector.hpp"

#include "recording/page_record.hpp"
#include "recording/recording_reader.hpp"

namespace ingest::bench {

MemoryConnector::MemoryConnector(host::RunConnector& connector, const std::string& recording)
    : connector_(connector) {
  host::RecordingReader reader(recording);
  manifest_ = reader.manifest();
  for (v1::RecordedUnit entry; reader.next_unit(entry);) {
    Unit unit;
    unit.entry = entry;
    host::RecordedPages pages = reader.pages_of(entry);
    for (v1::SourcePage page; pages.next(page);) {
      bytes_ += page.body().size();
      unit.pages.push_back(std::move(page));
    }
    units_.push_back(std::move(unit));
  }
}

std::optional<host::ConnectorError> MemoryConnector::fetch(const host::CallContext&,
                                                           host::RecordSink& sink) {
  host::ConnectorError stopped;
  stopped.code = INGEST_E_CANCELLED;
  for (const Unit& unit : units_) {
    const std::string& name = unit.entry.unit();
    ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
    if (sink.begin_unit(name, verdict) != INGEST_OK) return stopped;
    for (const v1::SourcePage& page : unit.pages)
      if (sink.emit(host::record_of(page)) != INGEST_OK) return stopped;
    if (sink.end_unit(name, unit.entry.report().SerializeAsString()) != INGEST_OK) return stopped;
  }
  return std::nullopt;
}

std::optional<host::ConnectorError> MemoryConnector::transform(const host::CallContext& context,
                                                               const ingest_record& page,
                                                               host::RecordSink& sink) {
  auto error = connector_.transform(context, page, sink);
  last_transform_ = std::chrono::steady_clock::now();
  return error;
}

std::shared_ptr<const std::string> MemoryConnector::share(const void* data) const {
  for (const Unit& unit : units_)
    for (const v1::SourcePage& page : unit.pages)
      if (page.body().data() == data) return {std::shared_ptr<const void>(), &page.body()};
  return nullptr;
}

}  // namespace ingest::bench

// sample_recording.hpp - a small recording of two units and a page each or more, written with the
// writer. One thread.
#pragma once

#include <ingest/v1/recording.pb.h>

#include <string>
#include <vector>

#include "../output/temporary_folder.hpp"
#include "recording/recording_reader.hpp"
#include "recording/recording_writer.hpp"

namespace ingest::host {

inline v1::Recording sample_facts() {
  v1::Recording facts;
  facts.set_connection("acme");
  facts.set_unit_noun("projects");
  facts.mutable_versions()->set_connector("scripted");
  facts.mutable_versions()->set_connector_version("1.2.3");
  return facts;
}

inline ingest_bytes bytes_of(std::string_view text) { return {text.data(), text.size()}; }

inline void write_page(RecordingWriter& writer, std::string_view unit, std::uint64_t place,
                       std::string_view body, std::string_view context = "context") {
  writer.expect_page(unit);
  ingest_record page{};
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  page.type = bytes_of("application/json");
  page.unit = bytes_of(unit);
  page.key = bytes_of("some page");
  page.payload = bytes_of(body);
  page.context = bytes_of(context);
  page.place = place;
  page.rows = 2;
  page.observed_unix_ns = 1'700'000'000'123'456'789;
  writer.add_page(page);
}

inline void end_unit(RecordingWriter& writer, const std::string& unit) {
  v1::UnitReport report;
  report.set_unit(unit);
  report.set_outcome(v1::UNIT_OUTCOME_COMPLETE);
  report.set_scan_id("scan of " + unit);
  writer.end_unit(unit, report.SerializeAsString());
}

inline void write_sample(RecordingWriter& writer) {
  writer.begin("run-1");
  for (const char* unit : {"a", "b"}) writer.begin_unit(unit);
  write_page(writer, "b", 1, "second of b");
  write_page(writer, "a", 0, "only one of a");
  end_unit(writer, "a");
  write_page(writer, "b", 0, "first of b");
  end_unit(writer, "b");
  v1::Listing listing;
  listing.set_name("projects");
  listing.set_received(2);
  writer.add_listing(listing.SerializeAsString());
  writer.end();
}

// Everything that can be read of it; throws what the reader throws.
struct ReadBack {
  std::vector<v1::RecordedUnit> units;
  std::vector<v1::SourcePage> pages;
};
inline ReadBack read_back(RecordingReader& reader) {
  ReadBack all;
  for (v1::RecordedUnit unit; reader.next_unit(unit);) {
    all.units.push_back(unit);
    RecordedPages pages = reader.pages_of(unit);
    for (v1::SourcePage page; pages.next(page);) all.pages.push_back(page);
  }
  return all;
}
inline ReadBack read_back(const std::filesystem::path& folder) {
  RecordingReader reader(folder);
  return read_back(reader);
}

}  // namespace ingest::host

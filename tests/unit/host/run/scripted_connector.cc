#include "scripted_connector.hpp"

#include <sstream>
#include <stdexcept>

namespace ingest::host {
namespace {

struct Stopped {
  ingest_status status;
};

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

void expect(ingest_status status) {
  if (status != INGEST_OK) throw Stopped{status};
}

}  // namespace

v1::Asset sample_asset(const std::string& external_id) {
  v1::Asset asset;
  asset.set_asset_class(v1::ASSET_CLASS_GENERIC_APPLICATION);
  asset.set_external_asset_id(external_id);
  asset.set_name("asset " + external_id);
  asset.set_vendor_product_name("Product");
  return asset;
}

v1::Finding sample_finding(const std::string& asset, const std::string& key) {
  v1::Finding finding;
  finding.set_asset_class(v1::ASSET_CLASS_GENERIC_APPLICATION);
  finding.set_external_asset_id(asset);
  finding.set_external_finding_id("external " + key);
  finding.set_identity_key(key);
  finding.set_name("finding " + key);
  finding.set_vendor_product_name("Product");
  finding.set_severity(v1::SEVERITY_HIGH);
  finding.set_status(v1::FINDING_STATUS_NEW);
  return finding;
}

v1::UnitReport complete_report(const std::string& unit, std::uint64_t pages, std::uint64_t rows) {
  v1::UnitReport report;
  report.set_unit(unit);
  report.set_outcome(v1::UNIT_OUTCOME_COMPLETE);
  report.set_pages(pages);
  report.set_rows_received(rows);
  report.set_rows_claimed(rows);
  return report;
}

void emit_record(RecordSink& sink, std::uint32_t kind, std::string_view type,
                 std::string_view payload) {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = kind;
  record.type = bytes(type);
  record.payload = bytes(payload);
  expect(sink.emit(record));
}

bool Fetch::begin(const std::string& unit) {
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;
  expect(sink_.begin_unit(unit, verdict));
  return verdict == INGEST_UNIT_WANTED;
}

void Fetch::page(const std::string& unit, std::uint64_t place, const std::string& body,
                 std::uint64_t rows) {
  const std::string key = "page " + std::to_string(place);
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = bytes("text/plain");
  record.unit = bytes(unit);
  record.key = bytes(key);
  record.payload = bytes(body);
  record.context = bytes("context");
  record.place = place;
  record.rows = rows;
  expect(sink_.emit(record));
}

void Fetch::end(const v1::UnitReport& report, const std::string& unit) {
  expect(sink_.end_unit(unit.empty() ? report.unit() : unit, report.SerializeAsString()));
}

void Fetch::listing(const v1::Listing& listing) {
  emit(INGEST_RECORD_LISTING, "ingest.v1.Listing", listing.SerializeAsString());
}

void Fetch::emit(std::uint32_t kind, const std::string& type, const std::string& payload) {
  emit_record(sink_, kind, type, payload);
}

void Fetch::unit(const std::string& name, const std::string& body, std::uint64_t rows) {
  if (!begin(name)) return;
  page(name, 0, body, rows);
  end(complete_report(name, 1, rows));
}

ScriptedConnector::ScriptedConnector(std::function<void(Fetch&)> script)
    : script_([script = std::move(script)](Fetch& fetch) -> std::optional<ConnectorError> {
        script(fetch);
        return std::nullopt;
      }) {}

std::optional<ConnectorError> ScriptedConnector::fetch(const CallContext& context,
                                                       RecordSink& sink) {
  try {
    Fetch fetch(context, sink);
    return script_(fetch);
  } catch (const Stopped& stopped) {
    ConnectorError error;
    error.code = stopped.status;
    error.message = "told to stop";
    return error;
  }
}

std::optional<ConnectorError> ScriptedConnector::transform(const CallContext&,
                                                           const ingest_record& page,
                                                           RecordSink& sink) {
  if (hook_) hook_(page, sink);
  std::istringstream lines(
      std::string(static_cast<const char*>(page.payload.data), page.payload.size));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string verb, first, second;
    words >> verb >> first >> second;
    if (verb == "A") {
      emit_record(sink, INGEST_RECORD_ASSET, "ingest.v1.Asset",
                  sample_asset(first).SerializeAsString());
    } else if (verb == "F") {
      v1::Finding finding = sample_finding(first, second);
      std::uint64_t row = 0;
      if (words >> row) finding.mutable_source_ref()->set_row(row);
      finding.set_description(line + " of place " + std::to_string(page.place));
      emit_record(sink, INGEST_RECORD_FINDING, "ingest.v1.Finding", finding.SerializeAsString());
    } else if (verb == "X") {
      v1::FilteredRows rows;
      rows.set_reason(first);
      rows.set_count(std::stoull(second));
      emit_record(sink, INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", rows.SerializeAsString());
    } else if (verb == "R") {
      v1::DeadLetter letter;
      letter.set_row(std::stoull(first));
      letter.set_reason(second);
      letter.set_raw("raw of " + line);
      emit_record(sink, INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter", letter.SerializeAsString());
    } else if (verb == "E") {
      ConnectorError error;
      error.code = INGEST_E_BAD_DATA;
      error.message = first;
      return error;
    } else if (!verb.empty()) {
      throw std::logic_error("unknown statement: " + line);
    }
  }
  return std::nullopt;
}

}  // namespace ingest::host

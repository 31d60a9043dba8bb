// run_brief.cc - see run_brief.hpp.
#include "state/run_brief.hpp"

#include <google/protobuf/repeated_ptr_field.h>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

namespace pb = google::protobuf;

constexpr int kUnitsMax = 20;
constexpr int kLinesMax = 100;
constexpr std::size_t kSentenceMax = 1024;
constexpr std::size_t kNameMax = 200;

std::string kept(const std::string& text, std::size_t max) {
  return plain_text(redactor().apply(text), max);
}

void copy(const pb::RepeatedPtrField<std::string>& from, pb::RepeatedPtrField<std::string>* to) {
  for (const std::string& text : from)
    if (to->size() < kLinesMax) *to->Add() = kept(text, kSentenceMax);
}

void copy(const pb::RepeatedPtrField<v1::ReasonCount>& from,
          pb::RepeatedPtrField<v1::ReasonCount>* to) {
  for (const v1::ReasonCount& line : from) {
    if (to->size() == kLinesMax) return;
    v1::ReasonCount& copied = *to->Add();
    copied.set_reason(kept(line.reason(), kNameMax));
    copied.set_count(line.count());
  }
}

bool in_trouble(const v1::UnitAccount& unit) {
  return unit.problems_size() > 0 || unit.rows().dead_lettered() > 0 ||
         unit.report().outcome() == v1::UNIT_OUTCOME_FAILED;
}

void copy_accounts(const v1::Run& run, v1::Run& brief) {
  for (const v1::UnitAccount& unit : run.accounts()) {
    if (brief.accounts_size() == kUnitsMax) return;
    if (!in_trouble(unit)) continue;
    v1::UnitAccount& copied = *brief.add_accounts();
    v1::UnitReport& report = *copied.mutable_report();
    report.set_unit(kept(unit.report().unit(), kNameMax));
    report.set_name(kept(unit.report().name(), kNameMax));
    report.set_reason(kept(unit.report().reason(), kSentenceMax));
    report.set_outcome(unit.report().outcome());
    report.set_failure(unit.report().failure());
    *copied.mutable_rows() = unit.rows();
    copied.set_assets(unit.assets());
    copy(unit.problems(), copied.mutable_problems());
  }
}

void copy_listings(const v1::Run& run, v1::Run& brief) {
  for (const v1::Listing& listing : run.listings()) {
    if (brief.listings_size() == kLinesMax) return;
    v1::Listing& copied = *brief.add_listings();
    copied = listing;
    copied.set_name(kept(listing.name(), kNameMax));
    copied.set_note(kept(listing.note(), kSentenceMax));
  }
}

void copy_files(const v1::Run& run, v1::Run& brief) {
  for (const v1::OutputFile& file : run.files()) {
    if (brief.files_size() == kLinesMax) return;
    v1::OutputFile& copied = *brief.add_files();
    copied.set_name(kept(file.name(), kNameMax));
    copied.set_records(file.records());
    copied.set_bytes(file.bytes());
    copied.set_sha256(kept(file.sha256(), kNameMax));
  }
}

void copy_versions(const v1::Versions& from, v1::Versions& to) {
  to.set_ingest(kept(from.ingest(), kNameMax));
  to.set_connector(kept(from.connector(), kNameMax));
  to.set_connector_version(kept(from.connector_version(), kNameMax));
  to.set_connector_sha256(kept(from.connector_sha256(), kNameMax));
  to.set_map(kept(from.map(), kNameMax));
  to.set_map_version(from.map_version());
  to.set_map_sha256(kept(from.map_sha256(), kNameMax));
  to.set_identity_sha256(kept(from.identity_sha256(), kNameMax));
}

void copy_facts(const v1::Run& run, v1::Run& brief) {
  brief.set_run_id(kept(run.run_id(), kNameMax));
  brief.set_connection(kept(run.connection(), kNameMax));
  brief.set_status(run.status());
  brief.set_exit_status(run.exit_status());
  *brief.mutable_started_at() = run.started_at();
  *brief.mutable_finished_at() = run.finished_at();
  brief.set_duration_ms(run.duration_ms());
  brief.set_replay_of(kept(run.replay_of(), kNameMax));
  brief.set_shard(kept(run.shard(), kNameMax));
  brief.set_limit(run.limit());
  brief.set_resumed_from(kept(run.resumed_from(), kNameMax));
  brief.set_units_kept(run.units_kept());
  brief.set_output_format(kept(run.output_format(), kNameMax));
  brief.set_settings_sha256(kept(run.settings_sha256(), kNameMax));
}

void copy_counts(const v1::Run& run, v1::Run& brief) {
  *brief.mutable_rows() = run.rows();
  *brief.mutable_scans() = run.scans();
  brief.set_assets(run.assets());
  brief.set_units(run.units());
  brief.set_units_empty(run.units_empty());
  brief.set_units_failed(run.units_failed());
  brief.set_units_skipped(run.units_skipped());
  brief.set_units_incomplete(run.units_incomplete());
  copy(run.filtered(), brief.mutable_filtered());
  copy(run.by_severity(), brief.mutable_by_severity());
  if (!run.has_http()) return;
  v1::HttpStats& http = *brief.mutable_http();
  http = run.http();
  http.clear_retries_by_reason();
  copy(run.http().retries_by_reason(), http.mutable_retries_by_reason());
}

std::string counted(std::uint64_t n, const std::string& one) {
  return std::to_string(n) + " " + one + (n == 1 ? "" : "s");
}

}  // namespace

v1::Run brief_of(const v1::Run& run) {
  v1::Run brief;
  copy_facts(run, brief);
  copy_versions(run.versions(), *brief.mutable_versions());
  copy_counts(run, brief);
  copy(run.problems(), brief.mutable_problems());
  copy(run.warnings(), brief.mutable_warnings());
  copy_listings(run, brief);
  copy_accounts(run, brief);
  copy_files(run, brief);
  return brief;
}

std::string sentence_on(const v1::Run& run) {
  const std::string what = "run " + run.run_id() + ": ";
  const std::string more =
      run.problems_size() > 1 ? " (and " + std::to_string(run.problems_size() - 1) + " more)" : "";
  if (run.problems_size() > 0) return what + run.problems(0) + more;
  return what + counted(run.rows().emitted(), "finding") + " on " + counted(run.assets(), "asset");
}

}  // namespace ingest::host

#include "run/page_mapper.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <set>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "records/record_check.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kReasonMax = 512;
constexpr std::size_t kPageOutputMax = std::size_t{512} << 20U;
// Small enough to lie in a processor's cache from the first byte to the write.
constexpr std::size_t kPartBytes = std::size_t{256} << 10U;

[[noreturn]] void blame_connector(const std::string& connector, const std::string& what) {
  throw Failure(ExitStatus::kConnector, "connector " + connector + ": " + what,
                "This is a bug of the connector; tell its author.");
}

std::string count_of(std::uint64_t n, const char* noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

bool parse(google::protobuf::MessageLite& message, std::string_view payload) {
  return payload.size() <= INGEST_PAYLOAD_MAX &&
         message.ParseFromArray(payload.data(), static_cast<int>(payload.size()));
}

// The row itself is in the connector's hands; what the connector made of it tells enough.
std::string raw_of(bool parsed, const google::protobuf::Message& record, std::string_view payload) {
  std::string json;
  if (parsed && google::protobuf::util::MessageToJsonString(record, &json).ok()) return json;
  return std::string(payload);
}

}  // namespace

void add_reason(ReasonCounts& counts, std::string reason, std::uint64_t count) {
  constexpr std::size_t kReasons = 100;
  if (counts.size() >= kReasons && !counts.contains(reason)) reason = "other reasons";
  counts[std::move(reason)] += count;
}

PageMapper::PageMapper(std::string connection, std::string connector, OutputFormat format)
    : connection_(std::move(connection)),
      connector_(std::move(connector)),
      assets_(format),
      findings_(format) {
  reset();
}

void PageMapper::reset() {
  arena_.Reset();
  asset_ = google::protobuf::Arena::CreateMessage<v1::Asset>(&arena_);
  finding_ = google::protobuf::Arena::CreateMessage<v1::Finding>(&arena_);
  assets_.clear();
  findings_.clear();
  dead_letters_.clear();
  result_ = PageResult();
  finding_rows_ = 0;
  refused_assets_ = 0;
  write_part_ = nullptr;
  wants_it_again_ = false;
  bytes_written_ = 0;
  last_row_ = 0;
}

void PageMapper::begin(const PageRef& page, WritePart write_part) {
  reset();
  page_ = page;
  write_part_ = std::move(write_part);
  result_.chunk.place = page.place;
  result_.chunk.rows = page.rows;
}

void PageMapper::take(std::uint32_t kind, std::string_view type, std::string_view payload) {
  if (bytes_written_ + findings_.bytes() + assets_.bytes() + dead_letters_.bytes() > kPageOutputMax)
    blame_connector(connector_, "transform emitted more than " + std::to_string(kPageOutputMax) +
                                    " bytes for " + plain_text(page_.key, 128));
  const auto expect_type = [&](std::string_view wanted) {
    if (type != wanted)
      blame_connector(connector_, "transform emitted a record of type '" + plain_text(type, 128) +
                                      "' where " + std::string(wanted) + " belongs");
  };
  switch (kind) {
    case INGEST_RECORD_ASSET:
      expect_type("ingest.v1.Asset");
      return take_asset(payload);
    case INGEST_RECORD_FINDING:
      expect_type("ingest.v1.Finding");
      return take_finding(payload);
    case INGEST_RECORD_FILTERED:
      expect_type("ingest.v1.FilteredRows");
      return take_filtered(payload);
    case INGEST_RECORD_REJECTED:
      expect_type("ingest.v1.DeadLetter");
      return take_rejected(payload);
    default:
      blame_connector(connector_, "transform emitted a record of kind " + std::to_string(kind) +
                                      ", which is not its to emit");
  }
}

void PageMapper::take_asset(std::string_view payload) {
  const bool parsed = parse(*asset_, payload);
  std::string fault = parsed ? fault_of(*asset_) : "is no ingest.v1.Asset: malformed, or not UTF-8";
  v1::SourceRef& ref = *asset_->mutable_source_ref();
  ref.set_unit(page_.unit.data(), page_.unit.size());
  ref.set_place(page_.place);
  if (fault.empty()) {
    const RecordId id = identity_.asset(asset_->vendor_product_name(), asset_->asset_class(),
                                        asset_->external_asset_id());
    asset_->set_id(id.text());
    asset_->mutable_connection()->set_name(connection_);
    asset_->mutable_connection()->set_connector(connector_);
    if (!assets_.add(*asset_, id, ref.row())) fault = "is larger than a record may be";
  }
  if (!fault.empty()) {
    ++refused_assets_;
    refuse("asset", fault, raw_of(parsed, *asset_, payload), ref, {});
  }
}

// The findings of a page are about one asset or few: most often that of the finding before.
RecordId PageMapper::asset_id_of(std::string_view vendor_product_name, v1::AssetClass asset_class,
                                 std::string_view external_asset_id) {
  if (external_asset_id != last_.external_asset_id() || asset_class != last_.asset_class() ||
      vendor_product_name != last_.vendor_product_name()) {
    last_.set_external_asset_id(external_asset_id.data(), external_asset_id.size());
    last_.set_asset_class(asset_class);
    last_.set_vendor_product_name(vendor_product_name.data(), vendor_product_name.size());
    last_asset_id_ = identity_.asset(vendor_product_name, asset_class, external_asset_id);
  }
  return last_asset_id_;
}

// What every finding that is to be written comes to.
void PageMapper::note(std::uint64_t row, const RecordId& asset_id) {
  wants_it_again_ |= !result_.parts.empty() && row < last_row_;
  std::vector<RecordId>& refs = result_.chunk.asset_refs;
  if (std::find(refs.rbegin(), refs.rend(), asset_id) == refs.rend()) refs.push_back(asset_id);
}

// False: nothing done, the finding needs a closer look.
bool PageMapper::take_finding_wire(std::string_view payload, std::uint64_t number) {
  if (!findings_.takes_written() || !wire_.read(payload)) return false;
  FindingWire::HostFields fields;
  fields.id = identity_.finding(wire_.vendor_product_name(), wire_.external_asset_id(),
                                wire_.identity_key());
  fields.asset_id =
      asset_id_of(wire_.vendor_product_name(), wire_.asset_class(), wire_.external_asset_id());
  fields.fingerprint = identity_.fingerprint(wire_.content());
  fields.unit = page_.unit;
  fields.place = page_.place;
  fields.row = wire_.has_source_ref() ? wire_.row() : number;
  const bool added =
      findings_.add_written(fields.id, fields.row, static_cast<char>(wire_.severity()),
                            [&](std::string& out) { return wire_.append(fields, out); });
  if (added) note(fields.row, fields.asset_id);
  return added;
}

void PageMapper::take_finding(std::string_view payload) {
  if (wants_it_again_) return;
  write_part_if_full();
  const std::uint64_t number = finding_rows_++;
  if (take_finding_wire(payload, number)) return;
  const bool parsed = parse(*finding_, payload);
  std::string fault =
      parsed ? fault_of(*finding_) : "is no ingest.v1.Finding: malformed, or not UTF-8";
  const bool knows_row = finding_->has_source_ref();
  v1::SourceRef& ref = *finding_->mutable_source_ref();
  ref.set_unit(page_.unit.data(), page_.unit.size());
  ref.set_place(page_.place);
  if (!knows_row) ref.set_row(number);
  if (fault.empty()) {
    const RecordId id = identity_.finding(finding_->vendor_product_name(),
                                          finding_->external_asset_id(), finding_->identity_key());
    const RecordId asset_id = asset_id_of(finding_->vendor_product_name(), finding_->asset_class(),
                                          finding_->external_asset_id());
    finding_->set_id(id.text());
    finding_->set_asset_id(asset_id.text());
    finding_->set_fingerprint(identity_.fingerprint(*finding_).text());
    if (findings_.add(*finding_, id, ref.row(), static_cast<char>(finding_->severity())))
      note(ref.row(), asset_id);
    else
      fault = "is larger than a record may be";
  }
  if (!fault.empty()) {
    ++result_.dead_lettered;
    refuse("finding", fault, raw_of(parsed, *finding_, payload), ref, finding_->scan_id());
  }
}

void PageMapper::refuse(std::string_view what, const std::string& fault, std::string raw,
                        const v1::SourceRef& ref, std::string_view scan_id) {
  v1::DeadLetter letter;
  letter.set_unit(ref.unit());
  letter.set_place(ref.place());
  letter.set_row(ref.row());
  letter.set_key(plain_text(page_.key, kReasonMax));
  letter.set_scan_id(plain_text(scan_id, kReasonMax));
  letter.set_reason("the " + std::string(what) + "'s " + fault);
  letter.set_raw(std::move(raw));
  dead_letters_.add(std::move(letter));
}

void PageMapper::take_filtered(std::string_view payload) {
  v1::FilteredRows rows;
  if (!parse(rows, payload))
    blame_connector(connector_, "transform emitted a malformed ingest.v1.FilteredRows");
  // No page has that many rows; the sum stays a sum.
  constexpr std::uint64_t kCountMax = std::uint64_t{1} << 40U;
  add_reason(result_.filtered, plain_text(rows.reason(), kReasonMax),
             std::min(rows.count(), kCountMax));
}

void PageMapper::take_rejected(std::string_view payload) {
  v1::DeadLetter letter;
  if (!parse(letter, payload))
    blame_connector(connector_, "transform emitted a malformed ingest.v1.DeadLetter");
  letter.set_unit(page_.unit.data(), page_.unit.size());
  letter.set_place(page_.place);
  letter.set_key(plain_text(page_.key, kReasonMax));
  letter.set_scan_id(plain_text(letter.scan_id(), kReasonMax));
  letter.set_reason(plain_text(letter.reason(), kReasonMax * 4));
  dead_letters_.add(std::move(letter));
  ++result_.dead_lettered;
}

void PageMapper::write_part_if_full() {
  if (!write_part_ || findings_.bytes() < kPartBytes) return;
  PageChunk part;
  part.place = page_.place;
  last_row_ = std::max(last_row_, findings_.last_row());
  fill(part);
  bytes_written_ += part.findings.delimited.size() + part.findings.ndjson.size();
  result_.parts.push_back(write_part_(part));
  findings_.reuse(std::move(part.findings));
}

// With the findings so far, which are none after that.
void PageMapper::fill(PageChunk& chunk) {
  chunk.part = result_.parts.size();
  result_.findings += findings_.size();
  chunk.asset_refs = std::exchange(result_.chunk.asset_refs, {});
  findings_.take(chunk.findings, chunk.severities);
}

PageResult PageMapper::finish() {
  if (refused_assets_ > 0)
    result_.problems.push_back(count_of(refused_assets_, "asset") + " of " +
                               plain_text(page_.key, 128) +
                               " could not be written; dead-letters.ndjson says why");
  std::string none;
  assets_.take(result_.chunk.assets, none);
  fill(result_.chunk);
  check_sum(result_);
  result_.chunk.dead_letter_lines = dead_letters_.size();
  result_.chunk.dead_letters = dead_letters_.take();
  return std::move(result_);
}

// Each row comes out of transform once: as a finding, as filtered, or as rejected.
void PageMapper::check_sum(PageResult& result) const {
  std::uint64_t filtered = 0;
  for (const auto& [reason, count] : result.filtered) filtered += count;
  const std::uint64_t accounted = result.findings + filtered + result.dead_lettered;
  if (accounted != page_.rows)
    result.problems.push_back(plain_text(page_.key, 128) + " (place " +
                              std::to_string(page_.place) + ") has " + count_of(page_.rows, "row") +
                              ", but transform accounted for " + std::to_string(accounted));
}

PageResult PageMapper::fail(const std::string& reason, std::string_view body) {
  const PageRef page = page_;
  begin(page);
  v1::DeadLetter letter;
  letter.set_unit(page.unit.data(), page.unit.size());
  letter.set_place(page.place);
  letter.set_key(plain_text(page.key, kReasonMax));
  letter.set_reason(
      (page.rows > 0 ? "all " + count_of(page.rows, "row") + " of the page: " : "the page: ") +
      plain_text(reason, kReasonMax * 4));
  letter.set_raw(body.data(), std::min(body.size(), DeadLetters::kRawLooked));
  dead_letters_.add(std::move(letter));
  result_.dead_lettered = page.rows;
  // A page without rows is the asset's own: nobody would miss it among the dead letters.
  (page.rows == 0 ? result_.problems : result_.warnings)
      .push_back(plain_text(page.key, 128) +
                 " could not be transformed: " + plain_text(reason, kReasonMax));
  return finish();
}

}  // namespace ingest::host

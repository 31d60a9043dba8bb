// page_handover.cc - see page_handover.hpp.
#include "map_trial/page_handover.hpp"

#include <ingest/v1/source_page.pb.h>

#include <string_view>
#include <utility>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostPages = 4;
constexpr std::size_t kMostFailedUnits = 10;
constexpr std::size_t kReasonMax = 512;

std::string copy(ingest_bytes bytes) {
  return bytes.size == 0 ? std::string()
                         : std::string(static_cast<const char*>(bytes.data), bytes.size);
}

ingest_bytes bytes(const std::string& text) { return {text.data(), text.size()}; }

}  // namespace

KeptPage::KeptPage(const ingest_record& page)
    : type_(copy(page.type)),
      unit_(copy(page.unit)),
      key_(copy(page.key)),
      body_(copy(page.payload)),
      context_(copy(page.context)),
      facts_(page) {}

ingest_record KeptPage::record() const {
  ingest_record record = facts_;
  record.type = bytes(type_);
  record.unit = bytes(unit_);
  record.key = bytes(key_);
  record.payload = bytes(body_);
  record.context = bytes(context_);
  return record;
}

ingest_status PageHandover::emit(const ingest_record& record) {
  if (record.kind != INGEST_RECORD_PAGE) return INGEST_OK;
  KeptPage page(record);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return pages_.size() < kMostPages || stop_.stop_requested(); });
  if (stop_.stop_requested()) return INGEST_E_CANCELLED;
  pages_.push_back(std::move(page));
  changed_.notify_all();
  return INGEST_OK;
}

ingest_status PageHandover::begin_unit(std::string_view unit, ingest_unit_verdict& verdict) {
  verdict = INGEST_UNIT_SKIP;
  if (stop_.stop_requested() || read_.contains(unit)) return INGEST_OK;
  if (units_ == most_units_) {
    left_units_out_ = true;
    return INGEST_OK;
  }
  ++units_;
  read_.emplace(unit);
  verdict = INGEST_UNIT_WANTED;
  return INGEST_OK;
}

ingest_status PageHandover::end_unit(std::string_view unit, std::string_view report) {
  v1::UnitReport parsed;
  if (!parsed.ParseFromArray(report.data(), static_cast<int>(report.size())) ||
      parsed.outcome() != v1::UNIT_OUTCOME_FAILED || stop_.stop_requested())
    return INGEST_OK;
  if (failed_units_.size() < kMostFailedUnits)
    failed_units_.push_back(plain_text(unit, kReasonMax) +
                            " could not be read: " + plain_text(parsed.reason(), kReasonMax));
  return INGEST_OK;
}

void PageHandover::finish() {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  changed_.notify_all();
}

std::optional<KeptPage> PageHandover::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !pages_.empty() || finished_ || stop_.stop_requested(); });
  if (pages_.empty() || stop_.stop_requested()) return std::nullopt;
  std::optional<KeptPage> page(std::move(pages_.front()));
  pages_.pop_front();
  changed_.notify_all();
  return page;
}

void PageHandover::stop() {
  stop_.request_stop();
  const std::lock_guard lock(mutex_);
  changed_.notify_all();
}

}  // namespace ingest::host

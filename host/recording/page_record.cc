// page_record.cc - see page_record.hpp.
#include "recording/page_record.hpp"

#include <cstdint>
#include <string_view>

namespace ingest::host {
namespace {

// Years 1 to 9999 fit a Timestamp; only those from 1678 to 2262 fit nanoseconds.
constexpr std::int64_t kSecondsMax = 9'000'000'000;

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

std::int64_t observed(const v1::SourcePage& page) {
  const auto& at = page.observed_at();
  if (at.seconds() > kSecondsMax || at.seconds() < -kSecondsMax || at.nanos() < 0 ||
      at.nanos() > 999'999'999)
    return 0;
  return at.seconds() * 1'000'000'000 + at.nanos();
}

}  // namespace

ingest_record record_of(const v1::SourcePage& page) {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = bytes(page.media_type());
  record.unit = bytes(page.unit());
  record.key = bytes(page.key());
  record.payload = bytes(page.body());
  record.context = bytes(page.context());
  record.place = page.place();
  record.rows = page.rows();
  record.observed_unix_ns = observed(page);
  return record;
}

}  // namespace ingest::host

#include "recording/recorded_unit_file.hpp"

#include "recording/recording_layout.hpp"

namespace ingest::host {

void RecordedUnitFile::expect_page() {
  const std::lock_guard lock(mutex_);
  ++expected_;
}

std::optional<v1::RecordedUnit> RecordedUnitFile::add(std::string_view member, std::uint64_t rows) {
  const std::lock_guard lock(mutex_);
  // Not kept open: thousands of units may be under way.
  File file = open_private_to_append(path_);
  file.write(member);
  file.close();
  hash_.update(member);
  entry_.mutable_file()->set_bytes(entry_.file().bytes() + member.size());
  entry_.set_pages(entry_.pages() + 1);
  entry_.set_rows(entry_.rows() + rows);
  if (!entry_.has_report() || entry_.pages() < expected_) return std::nullopt;
  return entry();
}

std::optional<v1::RecordedUnit> RecordedUnitFile::end(v1::UnitReport report) {
  const std::lock_guard lock(mutex_);
  *entry_.mutable_report() = std::move(report);
  if (entry_.pages() < expected_) return std::nullopt;
  return entry();
}

bool RecordedUnitFile::has_all_pages() const {
  const std::lock_guard lock(mutex_);
  return entry_.pages() == expected_;
}

v1::RecordedUnit RecordedUnitFile::unended() {
  const std::lock_guard lock(mutex_);
  return entry();
}

v1::RecordedUnit RecordedUnitFile::entry() {
  entry_.set_unit(unit_);
  if (entry_.has_file()) entry_.mutable_file()->set_sha256(hex(hash_.finish()));
  return std::move(entry_);
}

}  // namespace ingest::host

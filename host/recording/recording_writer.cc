#include "recording/recording_writer.hpp"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "output/delimited.hpp"
#include "recording/gzip_member.hpp"
#include "recording/recording_layout.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using google::protobuf::util::TimeUtil;

constexpr mode_t kPrivateFolder = 0700;
constexpr std::size_t kTextMax = 2048;

std::string_view view(ingest_bytes bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

google::protobuf::Timestamp now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return TimeUtil::MillisecondsToTimestamp(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

void make_private_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), kPrivateFolder) != 0)
    throw_file_error("create folder", folder, errno);
}

// An empty folder will do; anything else may be somebody's recording.
void make_room(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(folder, error))) {
    if (folder.has_parent_path()) make_folders(folder.parent_path());
    return make_private_folder(folder);
  }
  if (!fs::is_directory(folder, error) || !fs::is_empty(folder, error) || error)
    throw Failure(ExitStatus::kUsage,
                  "can't record into " + folder.string() + ": it is no empty folder",
                  "Name a folder that does not exist yet; a recording never replaces another.");
  if (::chmod(folder.c_str(), kPrivateFolder) != 0) throw_file_error("close", folder, errno);
}

std::string json_of(const v1::Recording& manifest) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(manifest, &text, options);
  if (!status.ok()) throw std::runtime_error("can't write a manifest: " + status.ToString());
  return text;
}

// The host shows and keeps these as well, and does the same to them: once more changes nothing.
std::string shown(const std::string& text) { return redactor().apply(plain_text(text, kTextMax)); }

v1::SourcePage message_of(const ingest_record& page) {
  v1::SourcePage message;
  message.set_unit(view(page.unit).data(), page.unit.size);
  message.set_place(page.place);
  message.set_key(std::string(view(page.key)));
  message.set_media_type(std::string(view(page.type)));
  message.set_body(view(page.payload).data(), page.payload.size);
  message.set_context(view(page.context).data(), page.context.size);
  message.set_rows(page.rows);
  if (page.observed_unix_ns != 0)
    *message.mutable_observed_at() = TimeUtil::NanosecondsToTimestamp(page.observed_unix_ns);
  return message;
}

std::string member_of(const google::protobuf::Message& message) {
  std::string record;
  const std::size_t size = message.ByteSizeLong();
  record.reserve(size + varint_size(size));
  append_varint(record, size);
  message.AppendToString(&record);
  return gzip_member(record);
}

}  // namespace

RecordingWriter::RecordingWriter(fs::path folder, v1::Recording facts, std::string_view map_json)
    : folder_(std::move(folder)), manifest_(std::move(facts)) {
  make_room(folder_);
  make_private_folder(folder_ / "units");
  File map = create_private(map_of(folder_));
  map.write(map_json);
  map.close();
  manifest_.set_format(kRecordingFormat);
  manifest_.mutable_map_file()->set_bytes(map_json.size());
  manifest_.mutable_map_file()->set_sha256(hex(sha256(map_json)));
  *manifest_.mutable_started_at() = now();
  write_manifest();
}

void RecordingWriter::write_manifest() {
  const fs::path fresh = folder_ / "manifest.json.new";
  File file = create_private(fresh);
  file.write(json_of(manifest_));
  file.sync();
  file.close();
  rename_path(fresh, manifest_of(folder_));
  sync_folder(folder_);
}

void RecordingWriter::begin(std::string_view run_id) {
  manifest_.set_run_id(std::string(run_id));
  write_manifest();
}

void RecordingWriter::begin_unit(std::string_view unit) {
  const std::lock_guard lock(mutex_);
  open_.emplace(unit,
                std::make_shared<RecordedUnitFile>(std::string(unit), pages_of(folder_, unit)));
}

std::shared_ptr<RecordedUnitFile> RecordingWriter::find(std::string_view unit) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(unit);
  // What the connector may not do is said where the run counts; nothing of it is kept here.
  return found == open_.end() ? nullptr : found->second;
}

void RecordingWriter::expect_page(std::string_view unit) {
  if (const auto file = find(unit)) file->expect_page();
}

void RecordingWriter::add_page(const ingest_record& page) {
  const auto file = find(view(page.unit));
  if (!file) return;
  v1::SourcePage message = message_of(page);
  message.set_connector(manifest_.versions().connector());
  message.set_connector_version(manifest_.versions().connector_version());
  for (std::string* text :
       {message.mutable_body(), message.mutable_context(), message.mutable_key()})
    taken_out_ += redactor().take_out_secrets(*text);
  page_bytes_ += message.body().size();
  if (auto entry = file->add(member_of(message), page.rows)) keep(std::move(*entry));
}

void RecordingWriter::end_unit(std::string_view unit, std::string_view bytes) {
  const auto file = find(unit);
  v1::UnitReport report;
  if (!file || !report.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  for (std::string* text : {report.mutable_name(), report.mutable_reason(),
                            report.mutable_scan_id(), report.mutable_scan_status()})
    *text = shown(*text);
  for (std::string& warning : *report.mutable_warnings()) warning = shown(warning);
  if (auto entry = file->end(std::move(report))) keep(std::move(*entry));
}

void RecordingWriter::add_listing(std::string_view bytes) {
  v1::Listing listing;
  if (!listing.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  listing.set_name(shown(listing.name()));
  listing.set_note(shown(listing.note()));
  const std::lock_guard lock(mutex_);
  *manifest_.add_listings() = std::move(listing);
}

void RecordingWriter::keep(v1::RecordedUnit entry) {
  const std::string member = member_of(entry);
  const std::lock_guard lock(mutex_);
  File index = open_private_to_append(unit_index_of(folder_));
  index.write(member);
  index.close();
  units_hash_.update(member);
  manifest_.mutable_units_file()->set_bytes(manifest_.units_file().bytes() + member.size());
  manifest_.set_units(manifest_.units() + 1);
  if (!entry.has_report()) manifest_.set_units_unended(manifest_.units_unended() + 1);
  manifest_.set_pages(manifest_.pages() + entry.pages());
  manifest_.set_rows(manifest_.rows() + entry.rows());
  open_.erase(entry.unit());
}

void RecordingWriter::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

bool RecordingWriter::is_whole() const {
  const std::lock_guard lock(mutex_);
  if (!ended_) return false;
  return std::all_of(open_.begin(), open_.end(),
                     [](const auto& unit) { return unit.second->has_all_pages(); });
}

const v1::Recording& RecordingWriter::finish(v1::RunStatus status, std::int32_t exit_status,
                                             std::uint64_t units_skipped) {
  while (!open_.empty()) keep(open_.begin()->second->unended());
  manifest_.set_finished(true);
  *manifest_.mutable_finished_at() = now();
  manifest_.set_status(status);
  manifest_.set_exit_status(exit_status);
  manifest_.set_units_skipped(units_skipped);
  manifest_.set_page_bytes(page_bytes_);
  manifest_.set_secrets_taken_out(taken_out_);
  if (manifest_.units() > 0) manifest_.mutable_units_file()->set_sha256(hex(units_hash_.finish()));
  // Thousands of small files at once, instead of one by one.
  if (::syncfs(File::open_folder(folder_).descriptor()) != 0)
    throw_file_error("bring to disk", folder_, errno);
  write_manifest();
  return manifest_;
}

}  // namespace ingest::host

#include "recording/recording_reader.hpp"

#include <google/protobuf/util/json_util.h>
#include <ingest/connector.h>

#include <system_error>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "recording/recording_layout.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kTextMax = 256;
constexpr char kNoRecording[] =
    "A recording is the folder that 'ingest run CONNECTION --record DIR' makes; it holds a "
    "manifest.json.";

// All of it, or a little more than max.
std::string read_up_to(const std::filesystem::path& path, std::size_t max) {
  File file = open_recorded(path);
  std::string text;
  std::string piece(std::size_t{64} << 10U, '\0');
  while (text.size() <= max) {
    const std::size_t n = file.read_some(piece.data(), piece.size());
    if (n == 0) break;
    text.append(piece, 0, n);
  }
  return text;
}

// What ends up in sentences and names.
void make_plain(v1::Recording& manifest) {
  v1::Versions& versions = *manifest.mutable_versions();
  for (std::string* text :
       {manifest.mutable_run_id(), manifest.mutable_unit_noun(), manifest.mutable_shard(),
        versions.mutable_ingest(), versions.mutable_connector(),
        versions.mutable_connector_version(), versions.mutable_connector_sha256(),
        versions.mutable_map(), versions.mutable_map_sha256()})
    *text = plain_text(*text, kTextMax);
}

}  // namespace

RecordingReader::RecordingReader(std::filesystem::path folder) : folder_(std::move(folder)) {
  read_manifest();
  std::error_code ignored;
  // Made with the first unit that ends.
  if (manifest_.finished() && manifest_.units() == 0) return;
  if (!manifest_.finished() && !std::filesystem::exists(unit_index_of(folder_), ignored)) return;
  units_ = std::make_unique<RecordStream>(open_recorded(unit_index_of(folder_)), kUnitRecordMax);
}

void RecordingReader::damaged(const std::string& file, const std::string& why) const {
  throw Failure(ExitStatus::kConfig,
                "the recording in " + folder_.string() + " is damaged: " + file + ": " + why,
                "Record once more, or ask the sender for the folder again, packed with tar.");
}

void RecordingReader::read_manifest() {
  std::error_code ignored;
  if (!std::filesystem::exists(manifest_of(folder_), ignored))
    throw Failure(ExitStatus::kConfig, folder_.string() + " holds no recording", kNoRecording);
  const std::string text = read_up_to(manifest_of(folder_), kManifestMax);
  if (text.size() > kManifestMax) damaged("manifest.json", "it is larger than 4 MiB");
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // a newer ingest may say more
  const auto status = google::protobuf::util::JsonStringToMessage(text, &manifest_, options);
  if (!status.ok()) damaged("manifest.json", plain_text(std::string(status.message()), kTextMax));
  if (manifest_.format() != kRecordingFormat)
    throw Failure(ExitStatus::kConfig,
                  "the recording in " + folder_.string() + " has format " +
                      std::to_string(manifest_.format()) + ", this ingest reads format " +
                      std::to_string(kRecordingFormat),
                  "Replay it with the ingest that made it, or a newer one.");
  if (manifest_.connection().empty() || manifest_.versions().connector().empty())
    damaged("manifest.json", "it names no connection or no connector");
  make_plain(manifest_);
}

bool RecordingReader::next_unit(v1::RecordedUnit& unit) {
  if (!units_) return false;
  try {
    if (!units_->next(record_)) {
      check_end();
      units_.reset();
      return false;
    }
    if (!unit.ParseFromString(record_)) throw Damage("an entry is no RecordedUnit");
    if (unit.unit().empty() || unit.unit().size() > INGEST_UNIT_MAX)
      throw Damage("a unit's name is empty or too long");
    if (!seen_.insert(unit.unit()).second) throw Damage("a unit comes twice: " + unit.unit());
    return true;
  } catch (const Damage& damage) {
    if (manifest_.finished())
      damaged(unit_index_of(folder_).filename().string(), plain_text(damage.what(), kTextMax));
    units_.reset();
    return false;
  }
}

void RecordingReader::check_end() {
  if (!manifest_.finished()) return;
  if (seen_.size() != manifest_.units())
    throw Damage("it lists " + std::to_string(seen_.size()) + " units, where " +
                 std::to_string(manifest_.units()) + " were recorded");
  GzipReader& file = units_->source();
  if (file.file_bytes() != manifest_.units_file().bytes() ||
      hex(file.file_digest()) != manifest_.units_file().sha256())
    throw Damage("the file's digest is not the recorded one");
}

}  // namespace ingest::host

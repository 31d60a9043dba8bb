#include "output/dead_letter_file.hpp"

#include <google/protobuf/util/json_util.h>
#include <ingest/v1/source_page.pb.h>

#include <stdexcept>

#include "output/json_text.hpp"

namespace ingest::host {
namespace {

// Within a string of JSON a quote has a backslash before it, so these are found as members only.
constexpr std::string_view kScan = "\"scanId\":";
constexpr std::string_view kRaw = "\"raw\":\"";

std::uint64_t raw_size(std::string_view line) {
  const std::size_t raw = line.find(kRaw);
  if (raw == std::string_view::npos) return 0;
  const std::size_t begin = raw + kRaw.size();
  return line.find('"', begin) - begin;
}

v1::DeadLetter parse(std::string_view line) {
  v1::DeadLetter letter;
  const auto status = google::protobuf::util::JsonStringToMessage(std::string(line), &letter);
  if (!status.ok()) throw std::logic_error("a dead letter that is none: " + status.ToString());
  return letter;
}

}  // namespace

void DeadLetterFile::write(std::string_view lines, std::string_view scan_id) {
  while (!lines.empty()) {
    const std::size_t size = lines.find('\n') + 1;
    write_line(lines.substr(0, size), scan_id);
    lines.remove_prefix(size);
  }
}

void DeadLetterFile::write_line(std::string_view line, std::string_view scan_id) {
  if (!file_) file_ = std::make_unique<OutputFile>(path_);
  const bool lacks_scan = !scan_id.empty() && line.find(kScan) == std::string_view::npos;
  const std::uint64_t raw = raw_size(line);
  const bool too_much = raw > 0 && raw_bytes_ + raw > raw_max_;
  if (!lacks_scan && !too_much) {
    raw_bytes_ += raw;
    return file_->write(line, 1);
  }
  v1::DeadLetter letter = parse(line);
  if (lacks_scan) letter.set_scan_id(scan_id.data(), scan_id.size());
  if (too_much) {
    letter.clear_raw();
    letter.set_raw_truncated(true);
    ++without_raw_;
  } else {
    raw_bytes_ += raw;
  }
  std::string changed;
  if (!append_json_line(letter, changed))
    throw std::logic_error("a dead letter without a JSON form");
  file_->write(changed, 1);
}

std::optional<v1::OutputFile> DeadLetterFile::finish() {
  if (!file_) return std::nullopt;
  return file_->finish();
}

}  // namespace ingest::host

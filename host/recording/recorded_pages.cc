#include "recording/recorded_pages.hpp"

#include <ingest/connector.h>

#include <utility>

#include "diagnostics/failure.hpp"
#include "recording/recording_layout.hpp"

namespace ingest::host {
namespace {

[[noreturn]] void damaged(const std::filesystem::path& path, const std::string& why) {
  throw Failure(ExitStatus::kConfig,
                "the recorded pages in " + path.string() + " are damaged: " + why,
                "Record once more, or ask the sender for the folder again, packed with tar.");
}

}  // namespace

RecordedPages::RecordedPages(const std::filesystem::path& recording, v1::RecordedUnit unit)
    : path_(pages_of(recording, unit.unit())), unit_(std::move(unit)) {
  if (unit_.pages() == 0) return;
  if (unit_.pages() > kPagesOfUnitMax)
    damaged(path_, "the unit claims " + std::to_string(unit_.pages()) + " pages");
  seen_.resize(unit_.pages());
  stream_ = std::make_unique<RecordStream>(open_recorded(path_), kPageRecordMax);
}

bool RecordedPages::next(v1::SourcePage& page) {
  if (!stream_) return false;
  try {
    if (!stream_->next(record_)) {
      check_end();
      stream_.reset();
      return false;
    }
    ++pages_;
    if (!page.ParseFromString(record_)) throw Damage("it is no SourcePage");
    check(page);
    rows_ += page.rows();
    return true;
  } catch (const Damage& damage) {
    damaged(path_,
            "page " + std::to_string(pages_) + " of unit " + unit_.unit() + ": " + damage.what());
  }
}

void RecordedPages::check(const v1::SourcePage& page) {
  if (page.unit() != unit_.unit()) throw Damage("it is of another unit");
  if (page.place() >= seen_.size() || seen_[page.place()])
    throw Damage("its place is " + std::to_string(page.place()) + ", which is " +
                 (page.place() < seen_.size() ? "another page's" : "beyond the last"));
  seen_[page.place()] = true;
  if (page.body().size() > INGEST_PAYLOAD_MAX || page.context().size() > INGEST_CONTEXT_MAX ||
      page.rows() > kRowsOfPageMax)
    throw Damage("it is larger than a page may be");
}

void RecordedPages::check_end() {
  if (pages_ != unit_.pages() || rows_ != unit_.rows())
    throw Damage("that is the last one, with " + std::to_string(rows_) + " rows in all, where " +
                 std::to_string(unit_.pages()) + " pages and " + std::to_string(unit_.rows()) +
                 " rows were recorded");
  if (stream_->source().file_bytes() != unit_.file().bytes() ||
      hex(stream_->source().file_digest()) != unit_.file().sha256())
    throw Damage("the file's digest is not the recorded one");
}

}  // namespace ingest::host

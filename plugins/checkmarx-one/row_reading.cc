// row_reading.cc - see row_reading.hpp.
#include "checkmarx-one/row_reading.hpp"

#include <algorithm>
#include <utility>

namespace checkmarx::one {
namespace {

// Beyond any scan: a server that always has one more page must not be read for ever.
constexpr uint64_t kMostPages = 100'000;
constexpr unsigned kMostReadings = 3;
static_assert(kMostPages < 1U << 29U && kMostReadings < 1U << 2U, "as SeenRow has it");
// Pages beyond the promised ones that bring nothing new, until nothing is expected of others.
constexpr uint64_t kMostBarren = 2;
// A page that is so many times smaller than the others says nothing of how many the source gives.
constexpr uint64_t kMostShrinkage = 20;

}  // namespace

RowReading::RowReading(Shape shape) : shape_(std::move(shape)), limit_(shape_.page_size) {}

RowReading::Window RowReading::ask(uint64_t index) {
  ++under_way_;
  asked_ = std::max(asked_, index + 1);
  const uint64_t offset = counts_ == Counts::kRows ? index * limit_ : index;
  return {index, offset, limit_, readings_};
}

// Windows of this reading, as far as is known now.
uint64_t RowReading::windows_wanted() const {
  if (past_end_ || same_again_ || counts_ == Counts::kNothing) return asked_;
  if (total_ && distinct_ == *total_) return asked_;
  const uint64_t promised =
      total_ ? *total_ / limit_ + (*total_ % limit_ > 0 ? 1 : 0) : stated_pages_;
  if (barren_ >= kMostBarren) return std::max(asked_, std::min(promised, kMostPages));
  // One more than was promised, where that does not give all, or more than all.
  return std::min(std::max(promised, taken_ + 1), kMostPages);
}

std::optional<RowReading::Window> RowReading::next(uint64_t most) {
  if (over_ || under_way_ >= std::max<uint64_t>(1, most)) return std::nullopt;
  if (asked_ == 0) return ask(0);
  const bool alone = taken_ == 0 || (shape_.offset_disputed && taken_ == 1);
  if (alone && under_way_ > 0) return std::nullopt;
  if (asked_ < windows_wanted()) return ask(asked_);
  return std::nullopt;
}

void RowReading::note_total(const std::optional<uint64_t>& total) {
  if (!total) return;
  if (!first_total_) first_total_ = total;
  if (total_ && taken_ > 0) {
    shrank_ |= *total < *total_;
    moved_ |= *total != *total_;
  }
  total_ = total;
}

// Where offset 1 skips one row instead of one page, the second page is as full as can be and
// repeats all but a row. A few rows that moved between the pages look different.
bool RowReading::adopt_other_count(const Window& window, const Page& page) {
  if (!shape_.offset_disputed || window.index != 1) return false;
  const uint64_t rows = page.keys.size();
  const bool full = total_ ? rows == limit_ || rows + 1 >= *total_ : rows + 1 >= limit_;
  const auto known = std::count_if(page.keys.begin(), page.keys.end(), [this](uint64_t key) {
    const SeenRow* seen = seen_.find(key);
    return seen != nullptr && seen->reading == readings_;
  });
  if (rows == 0 || !full || static_cast<uint64_t>(known) * 2 < rows) return false;
  if (counts_ == Counts::kPages && rows > 1) {
    counts_ = Counts::kRows;
    asked_ = 1;
  } else {
    same_again_ = offset_ignored_ = true;
  }
  return true;
}

RowReading::Kept RowReading::take(const Window& window, const Page& page) {
  Kept kept;
  if (over_) return kept;
  --under_way_;
  note_total(page.total);
  if (!adopt_other_count(window, page)) {
    ++taken_;
    stated_pages_ = std::max(stated_pages_, page.pages.value_or(0));
    const uint64_t rows = page.keys.size();
    const bool more = !total_ || *total_ > rows;
    if (window.index == 0 && rows > 0 && rows < limit_ && more && counts_ != Counts::kNothing)
      limit_ = cap_ = rows;
    if (counts_ == Counts::kNothing) whole_ = rows;
    kept = sort_out(window, page);
  }
  if (under_way_ == 0 && asked_ >= windows_wanted()) judge();
  if (over_) seen_.clear();
  return kept;
}

// The last page is as small as it happens to be.
void RowReading::note_size(uint64_t index, uint64_t rows) {
  if (index >= last_page_) {
    std::swap(rows, last_page_rows_);
    last_page_ = index;
  }
  if (rows > 0) smallest_page_ = smallest_page_ == 0 ? rows : std::min(smallest_page_, rows);
}

RowReading::Kept RowReading::sort_out(const Window& window, const Page& page) {
  Kept kept;
  const auto row_here = [&](bool before) {
    SeenRow seen;
    seen.reading = readings_ & 3U;
    seen.before = before ? 1U : 0U;
    seen.index = static_cast<uint32_t>(window.index) & 0x1FFFFFFFU;
    return seen;
  };
  uint64_t elsewhere = 0;
  kept.rows.reserve(page.keys.size());
  for (const uint64_t key : page.keys) {
    const auto [seen, is_new] = seen_.emplace(key, row_here(false));
    const bool here = is_new || seen.reading < readings_ || seen.index == window.index;
    if (!is_new && seen.reading < readings_) seen = row_here(true);
    const bool keep = here && !seen.before;
    kept.rows.push_back(keep);
    ++(here ? distinct_ : elsewhere);
    if (keep) ++kept.count;
  }
  repeats_ += elsewhere;
  repeats_of_all_ += elsewhere;
  kept_ += kept.count;
  const uint64_t rows = page.keys.size();
  if (rows == 0) past_end_ = true;
  if (rows > 0 && elsewhere == rows) {
    ++barren_;
    same_again_ |= rows == limit_ || barren_ >= kMostBarren;
  }
  if (rows > 0) note_size(window.index, rows);

  // Pages of the first reading have the places that their numbers give, whatever order they come
  // in, so an empty one keeps its place unless it is the end.
  if (readings_ > 1) {
    if (kept.count > 0) kept.place = ++places_;
  } else if (rows > 0 || window.index + 1 < asked_) {
    kept.place = window.index + 1;
    places_ = std::max(places_, window.index + 1);
  }
  return kept;
}

bool RowReading::adds_up() const {
  if (!total_) return repeats_ == 0 && !same_again_ && readings_ == 1;
  return kept_ == *total_ && distinct_ == *total_ && !shrank_;
}

void RowReading::judge() {
  over_ = true;
  unsettled_ |= moved_ || repeats_ > 0;
  if (adds_up()) return;
  if (same_again_ || counts_ == Counts::kNothing) {
    offset_ignored_ |= same_again_;
    if (!whole_ && shape_.largest_page > shape_.page_size)
      read_again(Counts::kNothing, shape_.largest_page);
    return;
  }
  if (readings_ >= kMostReadings || (readings_ > 1 && !moved_)) return;
  // Fewer borders between pages, fewer rows that can cross one; but what the source caps falls
  // into holes unless the smallest page that it gave is asked for.
  uint64_t limit = shape_.largest_page;
  if (cap_ > 0) limit = smallest_page_ * kMostShrinkage < cap_ ? cap_ : smallest_page_;
  read_again(counts_, limit);
}

void RowReading::read_again(Counts counts, uint64_t limit) {
  over_ = false;
  ++readings_;
  counts_ = counts;
  limit_ = limit;
  asked_ = taken_ = distinct_ = repeats_ = barren_ = stated_pages_ = 0;
  smallest_page_ = last_page_ = last_page_rows_ = 0;
  past_end_ = same_again_ = shrank_ = moved_ = false;
}

void RowReading::give_up(const std::string& reason) {
  over_ = true;
  seen_.clear();
  failure_ = reason;
}

std::string RowReading::diagnosis() const {
  const auto count = [](uint64_t n) { return std::to_string(n); };
  std::string text = total_ ? "the source claims " + count(*total_) + " " + shape_.rows + ", "
                            : "the source states no total, ";
  text += count(kept_) + " distinct ones came";
  if (readings_ > 1) text += " in " + count(readings_) + " readings";
  if (repeats_of_all_ > 0) text += "; " + count(repeats_of_all_) + " rows came on two pages";
  if (first_total_ && *first_total_ != *total_)
    text += "; it claimed " + count(*first_total_) + " at first";
  if (total_ && distinct_ == *total_ && kept_ > distinct_)
    text += "; " + count(kept_ - distinct_) + " of them were gone when it was read again";
  if (cap_ > 0 && kept_ > cap_) text += "; the source caps a page at " + count(cap_);
  if (offset_ignored_) {
    text += "; the source answers the same rows whatever the " + shape_.place;
    if (whole_) text += ", and " + count(*whole_) + " when asked for " + count(limit_) + " at once";
  } else if (counts_ == Counts::kRows) {
    text += "; the source counts offsets in rows, not pages";
  }
  if (!failure_.empty()) text += "; the last reading failed: " + failure_;
  return text;
}

void RowReading::conclude(ingest::v1::UnitReport& report) const {
  report.set_rows_received(kept_);
  if (total_) report.set_rows_claimed(*total_);
  if (report.outcome() != ingest::v1::UNIT_OUTCOME_COMPLETE) return;
  const bool all_here = total_ ? kept_ == *total_ && !shrank_ : adds_up();
  if (!all_here || !failure_.empty()) {
    report.set_outcome(ingest::v1::UNIT_OUTCOME_INCOMPLETE);
    report.set_reason(diagnosis());
    return;
  }
  if (unsettled_) report.add_warnings("the results changed while they were read: " + diagnosis());
  if (!total_)
    report.add_warnings("the source states no total: an empty page is the end of the results");
}

}  // namespace checkmarx::one

// row_reading.hpp - in which windows the results of one scan are asked for, what of each answer is
// new, and whether in the end all that the source holds came. No I/O: who reads asks next() for
// windows, hands over what came with take(), and reports with conclude().
//
// Conventions
//   1. The rows received decide, never rows kept by a filter, a short page or a number of pages.
//   2. A first page that is short although there is more was capped: from there on the capped size
//      is asked for, so that the numbers of pages line up.
//   3. Where it is disputed what an offset counts, the second page is asked for alone. When it
//      repeats most of the first, offsets count rows; when it does so again, they are ignored, and
//      the largest page that the source gives is asked for.
//   4. A row that comes again on another page was moved while the scan was read: it is left out,
//      another one may have been missed, and the scan is read again. So it is when rows are
//      missing or the total shrank. A later reading yields only what is new.
//   5. What does not add up then is INCOMPLETE, with numbers and the diagnosis.
// Not thread-safe; one owner.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkmarx-one/seen_rows.hpp"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::one {

class RowReading {
 public:
  struct Shape {
    uint64_t page_size = 100;     // asked for at first
    uint64_t largest_page = 100;  // that the source gives
    bool offset_disputed = false;
    std::string rows = "rows";  // for people
    std::string place = "offset";
  };
  struct Window {
    uint64_t index = 0;   // of the page in its reading
    uint64_t offset = 0;  // pages, or rows, as the present reading counts
    uint64_t limit = 0;
    unsigned reading = 1;
  };
  struct Page {
    std::vector<uint64_t> keys;     // one a row
    std::optional<uint64_t> total;  // as the source states it
    std::optional<uint64_t> pages;  // likewise
  };
  struct Kept {
    std::vector<bool> rows;         // which ones to emit
    uint64_t count = 0;             // of them
    std::optional<uint64_t> place;  // of the page in the unit; empty: emit nothing
  };

  explicit RowReading(Shape shape);

  // The next window, as long as fewer than most are under way. Each is answered by take() once.
  std::optional<Window> next(uint64_t most);
  // What came. Pages of one reading may come in any order.
  Kept take(const Window& window, const Page& page);

  // Nothing is under way and nothing more to be asked.
  bool over() const noexcept { return over_; }
  // Rows are at hand already and this is another reading: a failure is no reason to lose them.
  bool repeats_itself() const noexcept { return readings_ > 1; }
  // The present reading failed; nothing more is asked for.
  void give_up(const std::string& reason);

  uint64_t kept() const noexcept { return kept_; }
  std::optional<uint64_t> total() const noexcept { return total_; }
  // Rows, claim, and unless the outcome is another already, whether it is complete.
  void conclude(ingest::v1::UnitReport& report) const;

 private:
  enum class Counts { kPages, kRows, kNothing };
  Window ask(uint64_t index);
  uint64_t windows_wanted() const;
  bool adopt_other_count(const Window& window, const Page& page);
  void note_total(const std::optional<uint64_t>& total);
  void note_size(uint64_t index, uint64_t rows);
  Kept sort_out(const Window& window, const Page& page);
  void judge();
  void read_again(Counts counts, uint64_t limit);
  bool adds_up() const;
  std::string diagnosis() const;

  const Shape shape_;
  // Of the present reading.
  Counts counts_ = Counts::kPages;
  uint64_t limit_;
  uint64_t asked_ = 0;
  uint64_t under_way_ = 0;
  uint64_t taken_ = 0;
  uint64_t distinct_ = 0;  // rows that came on no other page of it
  uint64_t repeats_ = 0;   // rows that did
  uint64_t barren_ = 0;    // pages of nothing but such rows
  uint64_t stated_pages_ = 0;
  uint64_t smallest_page_ = 0;  // rows; of those that were not the last
  uint64_t last_page_ = 0;      // index of the last one that was not empty
  uint64_t last_page_rows_ = 0;
  bool past_end_ = false;    // a page was empty
  bool same_again_ = false;  // a page held nothing but rows of others
  bool shrank_ = false;
  bool moved_ = false;  // the total changed

  // Of all.
  SeenRows seen_;  // until it is over
  std::optional<uint64_t> total_;
  std::optional<uint64_t> first_total_;
  unsigned readings_ = 1;
  uint64_t kept_ = 0;
  uint64_t places_ = 0;
  uint64_t repeats_of_all_ = 0;
  uint64_t cap_ = 0;               // rows that the source gives at most; 0: as many as asked for
  std::optional<uint64_t> whole_;  // rows that came of the largest page
  bool offset_ignored_ = false;
  bool unsettled_ = false;  // something moved in the first reading
  bool over_ = false;
  std::string failure_;
};

}  // namespace checkmarx::one

// item_listing.hpp - a listing whose offset counts items, read to its end.
//
// The server may cap a page silently, may move rows between pages while they are read, and may
// answer null for no rows. So the offset advances by the rows received, and a page ends the listing
// only when it is empty or the total is reached. When rows are missing then, another reading is
// made: where a page brought nothing but known rows, the whole list at once; where an empty page
// came before the total was reached, by numbers of pages; else the same once more, since rows
// moved. What then is missing is in the report. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "checkmarx-one/api_client.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::one {

class ItemListing {
 public:
  struct Shape {
    std::string name;             // "projects": of the Listing record
    std::string path;             // "/api/projects"
    std::string rows_key;         // "projects"
    std::string total_key;        // "filteredTotalCount"
    std::string other_total_key;  // used when the first is absent
    std::string id_key;           // "id"
    std::string permission;       // "view-projects"
    uint64_t page_size = 100;
  };
  // New rows of one page, each with a distinct id of at most INGEST_UNIT_MAX bytes.
  using OnRows = std::function<void(std::vector<boost::json::object>)>;

  ItemListing(ApiClient& api, Shape shape, OnRows on_rows);
  ItemListing(const ItemListing&) = delete;
  ItemListing& operator=(const ItemListing&) = delete;

  // Asks for the next page, unless the end is reached or a page is under way. When the first page
  // can't be had the whole call ends; when a later one can't, the listing does, and says so.
  void next();

  bool ended() const noexcept { return ended_; }
  uint64_t claimed() const noexcept { return claimed_; }  // 0 until the first page is here
  // The account, once ended.
  ingest::v1::Listing report() const;

 private:
  enum class Reading { kItems, kPages, kWhole };

  void accept(const Answer& answer);
  std::vector<boost::json::object> take(std::string_view body);
  void note_total(const PageRows& page);
  std::vector<boost::json::object> sort_out(const PageRows& page);
  void judge_page(uint64_t rows, uint64_t fresh, uint64_t first_seen);
  void judge_reading();
  void read_again(Reading reading);
  bool short_of_some() const noexcept { return claims_ && ids_.size() + unusable_ < claimed_; }
  std::string note() const;

  ApiClient& api_;
  const Shape shape_;
  OnRows on_rows_;
  std::unordered_map<std::string, unsigned> ids_;  // and the last pass that had it
  uint64_t claimed_ = 0;
  bool claims_ = false;
  uint64_t received_ = 0;
  uint64_t requests_ = 0;
  bool under_way_ = false;
  bool ended_ = false;
  std::string failure_;

  // Of the present pass.
  Reading reading_ = Reading::kItems;
  unsigned pass_ = 1;
  uint64_t offset_ = 0;
  uint64_t rows_ = 0;        // received
  uint64_t distinct_ = 0;    // ids
  bool past_end_ = false;    // an empty page came
  bool same_again_ = false;  // a page brought nothing but rows that were known
  bool shrank_ = false;

  bool tried_pages_ = false;
  bool tried_whole_ = false;
  bool tried_again_ = false;
  uint64_t unusable_ = 0;  // rows without a usable id, in the first pass
  uint64_t gone_ = 0;      // ids that a later pass, which adds up, did not have
};

}  // namespace checkmarx::one

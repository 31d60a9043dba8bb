// item_listing.hpp - a listing whose offset counts items, read to its end.
//
// The server may cap a page silently, may move rows between pages while they are read, and may
// answer null for no rows. So the offset advances by the rows received, a page ends the listing
// only when it is empty or the total is reached, and when rows turn out to be missing although
// the total was reached, the whole listing is read once more. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "checkmarx-one/api_client.hpp"
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

  // Asks for the next page, unless the end is reached or a page is under way. A page that can't
  // be had ends the whole call: what is not listed can't be accounted for.
  void next();

  bool ended() const noexcept { return ended_; }
  uint64_t claimed() const noexcept { return claimed_; }  // 0 until the first page is here
  // The account, once ended.
  ingest::v1::Listing report() const;

 private:
  void accept(const Answer& answer);
  void take(boost::json::object& page);
  void judge_end(uint64_t rows);

  ApiClient& api_;
  Shape shape_;
  OnRows on_rows_;
  std::unordered_set<std::string> ids_;
  uint64_t offset_ = 0;
  uint64_t claimed_ = 0;
  bool claims_ = false;
  uint64_t received_ = 0;
  uint64_t unusable_ = 0;
  uint64_t requests_ = 0;
  bool second_pass_ = false;
  bool under_way_ = false;
  bool ended_ = false;
};

}  // namespace checkmarx::one

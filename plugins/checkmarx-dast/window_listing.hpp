// window_listing.hpp - a listing of the DAST service that is asked for by "from" and "to", read to
// its end.
//
// Whether the numbers begin at 0 or 1, and whether "to" is included, is not documented. So each
// request begins at the number of distinct rows at hand, which leaves no gap in any of the four
// readings, nor when the server caps a window, and what comes twice is dropped by its id. When
// rows are missing at the end, or the total shrank on the way, the list is read once more, from a
// request for everything at once on; and again when the total moved in between. What is missing
// then is in the report. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "checkmarx-dast/service_answer.hpp"
#include "checkmarx-one/api_client.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::dast {

class WindowListing : public std::enable_shared_from_this<WindowListing> {
 public:
  static constexpr uint64_t kWindow = 100;

  struct Shape {
    std::string name;             // "environments": of the Listing record
    std::string path;             // with a query that ends in '&' or '?'
    std::string rows_key;         // "environments"
    std::string total_key;        // "totalItems"
    std::string other_total_key;  // used when the first is absent
    std::string id_key;           // "environmentId"
    std::string permission;       // "dast-view-environments"
    Asks asks = Asks::kService;
    ingest::sdk::Lane lane = ingest::sdk::Lane::kSteer;
  };
  // New rows of one answer, each with a distinct id of at most INGEST_UNIT_MAX bytes.
  using OnRows = std::function<void(WindowListing&, std::vector<boost::json::object>)>;
  // The listing can't go on; it has ended.
  using OnFailure = std::function<void(const ingest::sdk::Error&)>;

  // Lives as long as a request is under way or the caller keeps it.
  static std::shared_ptr<WindowListing> make(one::ApiClient& api, Shape shape, OnRows on_rows,
                                             OnFailure on_failure);
  WindowListing(const WindowListing&) = delete;
  WindowListing& operator=(const WindowListing&) = delete;

  // Asks for the next window, unless the end is reached or a request is under way.
  void next();

  bool ended() const noexcept { return ended_; }
  bool has_begun() const noexcept { return received_ > 0 || claims_; }
  uint64_t claimed() const noexcept { return claimed_; }  // 0 until the first answer is here
  // The account, once ended. Its note is empty unless something is missing or in doubt.
  ingest::v1::Listing report() const;

 private:
  WindowListing(one::ApiClient& api, Shape shape, OnRows on_rows, OnFailure on_failure);

  void accept(const one::Answer& answer);
  std::vector<boost::json::object> take(std::string_view body);
  void note_total(const one::PageRows& page);
  std::vector<boost::json::object> sort_out(const one::PageRows& page);
  void judge_end(uint64_t rows, uint64_t fresh);
  void judge_closing(uint64_t rows, uint64_t fresh);
  bool short_of_some() const noexcept { return claims_ && ids_.size() < claimed_; }

  one::ApiClient& api_;
  const Shape shape_;
  OnRows on_rows_;
  OnFailure on_failure_;
  std::unordered_set<std::string> ids_;  // and, for rows without an id, what they say
  uint64_t claimed_ = 0;
  bool claims_ = false;
  bool shrank_ = false;
  bool nudged_ = false;    // a window with nothing new: the next one starts one number later
  unsigned closings_ = 0;  // times that the list was read once more
  uint64_t closing_total_ = 0;
  std::unordered_set<std::string> closing_ids_;  // as ids_, of the last of these readings
  uint64_t gone_ = 0;  // listed, and not there any more in such a reading that adds up
  std::string failure_;
  uint64_t received_ = 0;
  uint64_t unusable_ = 0;
  uint64_t requests_ = 0;
  bool under_way_ = false;
  bool ended_ = false;
};

}  // namespace checkmarx::dast

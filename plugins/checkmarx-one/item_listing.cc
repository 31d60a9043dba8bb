// item_listing.cc - see item_listing.hpp.
#include "checkmarx-one/item_listing.hpp"

#include <algorithm>
#include <utility>

#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::one {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

// Beyond any tenant: a server that never stops must not fill the memory.
constexpr uint64_t kMostRows = 2'000'000;
// What clients of the service ask for at most.
constexpr uint64_t kLargestPage = 10'000;

}  // namespace

ItemListing::ItemListing(ApiClient& api, Shape shape, OnRows on_rows)
    : api_(api), shape_(std::move(shape)), on_rows_(std::move(on_rows)) {}

void ItemListing::next() {
  if (ended_ || under_way_) return;
  under_way_ = true;
  ++requests_;
  const uint64_t limit =
      reading_ == Reading::kWhole ? std::min(claimed_, kLargestPage) : shape_.page_size;
  ingest::sdk::FormText query;
  query.add("offset", offset_).add("limit", limit);
  ApiRequest request;
  request.path = shape_.path + "?" + query.text();
  request.tried = "list " + shape_.name + " from number " + std::to_string(offset_);
  request.permission = shape_.permission;
  request.service = shape_.name;
  request.lane = ingest::sdk::Lane::kSteer;
  api_.get(std::move(request), [this](Answer answer) {
    under_way_ = false;
    accept(answer);
  });
}

void ItemListing::accept(const Answer& answer) {
  std::vector<boost::json::object> fresh;
  try {
    if (!answer.ok()) throw RequestError(*answer.failure);
    fresh = take(answer.body());
  } catch (const Error& error) {
    if (requests_ == 1) throw;
    failure_ = error.what();
    ended_ = true;
  }
  on_rows_(std::move(fresh));
}

std::vector<boost::json::object> ItemListing::take(std::string_view body) {
  const PageRows page = read_page_rows(
      body, shape_.rows_key, "list " + shape_.name + " at " + api_.connection().api.authority());
  note_total(page);
  const uint64_t rows = page.rows.size();
  received_ += rows;
  rows_ += rows;
  offset_ += reading_ == Reading::kPages ? 1 : rows;
  const uint64_t seen_before = distinct_;
  std::vector<boost::json::object> fresh = sort_out(page);
  if (received_ > kMostRows)
    throw Error(INGEST_E_TOO_LARGE,
                "list " + shape_.name + ": more than " + std::to_string(kMostRows) + " rows");
  judge_page(rows, fresh.size(), distinct_ - seen_before);
  return fresh;
}

void ItemListing::note_total(const PageRows& page) {
  auto total = page.number(shape_.total_key);
  if (!total) total = page.number(shape_.other_total_key);
  if (!total) return;
  shrank_ |= claims_ && rows_ > 0 && *total < claimed_;
  claimed_ = *total;
  claims_ = true;
}

std::vector<boost::json::object> ItemListing::sort_out(const PageRows& page) {
  std::vector<boost::json::object> fresh;
  RowParser parser;
  for (const std::string_view text : page.rows) {
    boost::json::object* row = parser.parse(text);
    std::string id = row == nullptr ? std::string() : json::text_at(*row, shape_.id_key);
    if (id.empty() || id.size() > INGEST_UNIT_MAX) {
      if (pass_ == 1) ++unusable_;
      continue;
    }
    const auto [at, is_new] = ids_.emplace(std::move(id), pass_);
    if (is_new || at->second != pass_) ++distinct_;
    at->second = pass_;
    // A copy, in memory that outlives the parser's.
    if (is_new) fresh.emplace_back(*row, boost::json::storage_ptr());
  }
  return fresh;
}

void ItemListing::judge_page(uint64_t rows, uint64_t fresh, uint64_t first_seen) {
  past_end_ = rows == 0;
  // Some rows of the pass may have been unusable, of which nobody can tell whether they are known.
  same_again_ = rows > 0 && first_seen == 0 && unusable_ == 0 && rows_ > rows;
  const bool useless = reading_ == Reading::kPages && fresh == 0;
  // More rows than claimed belie the claim: then an empty page is the end.
  const bool all = claims_ && (reading_ == Reading::kPages
                                   ? !short_of_some()
                                   : rows_ >= claimed_ && distinct_ + unusable_ <= claimed_);
  if (past_end_ || same_again_ || useless || all || reading_ == Reading::kWhole) judge_reading();
}

void ItemListing::judge_reading() {
  const bool adds_up = claims_ && distinct_ + unusable_ == claimed_;
  if (pass_ > 1 && adds_up && ids_.size() > distinct_) gone_ = ids_.size() - distinct_;
  const bool moved = !claims_ && rows_ > distinct_ + unusable_;
  if (!short_of_some() && !shrank_ && gone_ == 0 && !same_again_ && !moved) {
    ended_ = true;
  } else if (same_again_ && claims_ && !tried_whole_) {
    tried_whole_ = true;
    read_again(Reading::kWhole);
  } else if (past_end_ && rows_ > 0 && short_of_some() && !tried_pages_ && !shrank_) {
    tried_pages_ = true;
    read_again(Reading::kPages);
  } else if (!tried_again_ && !ids_.empty() && reading_ != Reading::kWhole && gone_ == 0) {
    tried_again_ = true;
    read_again(Reading::kItems);
  } else {
    ended_ = true;
  }
}

void ItemListing::read_again(Reading reading) {
  ++pass_;
  reading_ = reading;
  // The first page is the same however the others are counted.
  offset_ = reading == Reading::kPages ? 1 : 0;
  rows_ = distinct_ = 0;
  shrank_ = false;
}

std::string ItemListing::note() const {
  const auto count = [](uint64_t n) { return std::to_string(n); };
  std::string text;
  const auto add = [&text](const std::string& more) { text += (text.empty() ? "" : "; ") + more; };
  if (unusable_ > 0)
    add(count(unusable_) + " rows without a usable " + shape_.id_key + " were left out");
  if (gone_ > 0) add(count(gone_) + " were gone when the list was read again");
  if (short_of_some()) {
    add("the source claims " + count(claimed_) + " " + shape_.name + ", " + count(ids_.size()) +
        " distinct ones came in " + count(pass_) + (pass_ == 1 ? " reading" : " readings"));
    if (tried_pages_) add("neither counting its offset in rows nor in pages gave more");
  }
  if (tried_whole_ && (short_of_some() || !claims_))
    add("the source answers the same rows whatever the offset");
  if (!claims_ && same_again_) add("the source answers the same rows whatever the offset");
  if (!failure_.empty())
    add("the list broke off after " + count(ids_.size()) +
        (claims_ ? " of " + count(claimed_) : std::string()) + ": " + failure_);
  return text;
}

ingest::v1::Listing ItemListing::report() const {
  ingest::v1::Listing listing;
  listing.set_name(shape_.name);
  if (claims_) listing.set_claimed(claimed_);
  listing.set_received(received_);
  listing.set_unique(ids_.size());
  listing.set_gone(gone_);
  listing.set_requests(requests_);
  listing.set_incomplete(!failure_.empty() || unusable_ > 0 || short_of_some() ||
                         (!claims_ && same_again_));
  listing.set_note(note());
  return listing;
}

}  // namespace checkmarx::one

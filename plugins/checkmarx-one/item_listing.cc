// item_listing.cc - see item_listing.hpp.
#include "checkmarx-one/item_listing.hpp"

#include <utility>

#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::one {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;

// Beyond any tenant: a server that never stops must not fill the memory.
constexpr uint64_t kMostRows = 2'000'000;

}  // namespace

ItemListing::ItemListing(ApiClient& api, Shape shape, OnRows on_rows)
    : api_(api), shape_(std::move(shape)), on_rows_(std::move(on_rows)) {}

void ItemListing::next() {
  if (ended_ || under_way_) return;
  under_way_ = true;
  ++requests_;
  ingest::sdk::FormText query;
  query.add("offset", offset_).add("limit", shape_.page_size);
  ApiRequest request;
  request.path = shape_.path + "?" + query.text();
  request.tried = "list " + shape_.name + " from number " + std::to_string(offset_);
  request.permission = shape_.permission;
  request.lane = ingest::sdk::Lane::kSteer;
  api_.get(std::move(request), [this](Answer answer) {
    under_way_ = false;
    accept(answer);
  });
}

void ItemListing::accept(const Answer& answer) {
  if (!answer.ok()) throw RequestError(*answer.failure);
  boost::json::object page = json::parse_object(answer.body(), "the list of " + shape_.name);
  take(page);
}

void ItemListing::take(boost::json::object& page) {
  auto total = json::uint_at(page, shape_.total_key);
  if (!total) total = json::uint_at(page, shape_.other_total_key);
  if (total) {
    claimed_ = *total;
    claims_ = true;
  }
  std::vector<boost::json::object> fresh;
  uint64_t rows = 0;
  if (boost::json::value* list = page.if_contains(shape_.rows_key);
      list != nullptr && list->is_array()) {
    rows = list->get_array().size();
    for (boost::json::value& row : list->get_array()) {
      boost::json::object* object = row.if_object();
      std::string id = object == nullptr ? std::string() : json::text_at(*object, shape_.id_key);
      if (id.empty() || id.size() > INGEST_UNIT_MAX) {
        if (!second_pass_) ++unusable_;
        continue;
      }
      if (ids_.insert(std::move(id)).second) fresh.push_back(std::move(*object));
    }
  } else if (list == nullptr || !list->is_null()) {
    throw Error(INGEST_E_BAD_DATA, "list " + shape_.name + " at " +
                                       api_.connection().api.authority() + ": the answer has no " +
                                       shape_.rows_key + "; is this the API of Checkmarx One?");
  }
  received_ += rows;
  offset_ += rows;
  if (received_ > kMostRows)
    throw Error(INGEST_E_TOO_LARGE,
                "list " + shape_.name + ": more than " + std::to_string(kMostRows) + " rows");
  judge_end(rows);
  on_rows_(std::move(fresh));
}

void ItemListing::judge_end(uint64_t rows) {
  if (rows > 0 && (!claims_ || offset_ < claimed_)) return;
  const bool short_of_some = claims_ && ids_.size() + unusable_ < claimed_;
  if (short_of_some && !second_pass_ && offset_ > 0) {
    second_pass_ = true;
    offset_ = 0;
    return;
  }
  ended_ = true;
}

ingest::v1::Listing ItemListing::report() const {
  ingest::v1::Listing listing;
  listing.set_name(shape_.name);
  if (claims_) listing.set_claimed(claimed_);
  listing.set_received(received_);
  listing.set_unique(ids_.size() + unusable_);
  listing.set_requests(requests_);
  std::string note;
  if (unusable_ > 0)
    note = std::to_string(unusable_) + " rows without a usable " + shape_.id_key + " were left out";
  if (claims_ && ids_.size() + unusable_ < claimed_) {
    if (!note.empty()) note += "; ";
    note += "the source claims " + std::to_string(claimed_) + " " + shape_.name + ", " +
            std::to_string(ids_.size() + unusable_) + " distinct ones came in two readings";
  }
  listing.set_note(note);
  return listing;
}

}  // namespace checkmarx::one

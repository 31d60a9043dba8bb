// window_listing.cc - see window_listing.hpp.
#include "checkmarx-dast/window_listing.hpp"

#include <algorithm>
#include <utility>

#include "checkmarx-dast/service_answer.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;
using ingest::sdk::Lane;

// Beyond any tenant: a server that never stops must not fill the memory.
constexpr uint64_t kMostRows = 2'000'000;
constexpr unsigned kMostClosings = 3;

}  // namespace

WindowListing::WindowListing(one::ApiClient& api, Shape shape, OnRows on_rows, OnFailure on_failure)
    : api_(api),
      shape_(std::move(shape)),
      on_rows_(std::move(on_rows)),
      on_failure_(std::move(on_failure)) {}

std::shared_ptr<WindowListing> WindowListing::make(one::ApiClient& api, Shape shape, OnRows on_rows,
                                                   OnFailure on_failure) {
  return std::shared_ptr<WindowListing>(
      new WindowListing(api, std::move(shape), std::move(on_rows), std::move(on_failure)));
}

void WindowListing::next() {
  if (ended_ || under_way_) return;
  under_way_ = true;
  const uint64_t known = closings_ > 0 ? closing_ids_.size() : ids_.size();
  const uint64_t from = known + (nudged_ ? 1 : 0);
  const bool everything = closings_ > 0 && from == 0;
  const uint64_t to = everything ? std::min(claimed_, kMostRows) + 1 : from + kWindow;
  ingest::sdk::FormText query;
  query.add("from", from).add("to", to).add("sort", "created:asc");
  one::ApiRequest request;
  request.path = shape_.path + query.text();
  request.tried = "list " + shape_.name + " from number " + std::to_string(from);
  request.permission = shape_.permission;
  request.service = shape_.name;
  request.lane = shape_.lane;
  if (requests_ > 0 && request.lane == Lane::kStart) request.lane = Lane::kFinish;
  request.accept = kAnyJson;
  request.flags = INGEST_HTTP_SENSITIVE;
  ++requests_;
  api_.get(std::move(request), [self = shared_from_this()](one::Answer answer) {
    self->under_way_ = false;
    self->accept(answer);
  });
}

void WindowListing::accept(const one::Answer& answer) {
  std::vector<boost::json::object> fresh;
  try {
    expect_answer(api_, answer, "list " + shape_.name, shape_.asks);
    fresh = take(answer.body());
  } catch (const Error& error) {
    ended_ = true;
    failure_ = error.what();
    return on_failure_(error);
  }
  on_rows_(*this, std::move(fresh));
}

std::vector<boost::json::object> WindowListing::take(std::string_view body) {
  const one::PageRows page = one::read_page_rows(
      body, shape_.rows_key, "list " + shape_.name + " at " + api_.connection().api.authority());
  note_total(page);
  const uint64_t rows = page.rows.size();
  received_ += rows;
  if (received_ > kMostRows)
    throw Error(INGEST_E_TOO_LARGE,
                "list " + shape_.name + ": more than " + std::to_string(kMostRows) + " rows");
  const size_t known = ids_.size();
  const size_t known_again = closing_ids_.size();
  std::vector<boost::json::object> fresh = sort_out(page);
  if (closings_ > 0) {
    judge_closing(rows, closing_ids_.size() - known_again);
  } else {
    judge_end(rows, ids_.size() - known);
  }
  return fresh;
}

void WindowListing::note_total(const one::PageRows& page) {
  auto total = page.number(shape_.total_key);
  if (!total) total = page.number(shape_.other_total_key);
  if (!total) return;
  shrank_ |= claims_ && *total < claimed_;
  claimed_ = *total;
  claims_ = true;
}

std::vector<boost::json::object> WindowListing::sort_out(const one::PageRows& page) {
  std::vector<boost::json::object> fresh;
  one::RowParser parser;
  for (const std::string_view text : page.rows) {
    boost::json::object* row = parser.parse(text);
    std::string id = row == nullptr ? std::string() : json::text_at(*row, shape_.id_key);
    const bool usable = !id.empty() && id.size() <= INGEST_UNIT_MAX;
    if (!usable) id = '\0' + std::to_string(one::text_key(text));
    if (closings_ > 0) closing_ids_.insert(id);
    if (!ids_.insert(std::move(id)).second) continue;
    if (usable) {
      // A copy, in memory that outlives the parser's.
      fresh.emplace_back(*row, boost::json::storage_ptr());
    } else {
      ++unusable_;
    }
  }
  return fresh;
}

void WindowListing::judge_end(uint64_t rows, uint64_t fresh) {
  // More rows than claimed belie the claim: then a window with nothing new is the end.
  const bool more = claims_ ? ids_.size() != claimed_ : rows > 0;
  if (more && fresh > 0) {
    nudged_ = false;
    return;
  }
  // Numbers from 1 and a server that gives one row a window: the row at hand came again.
  if (more && rows > 0 && !nudged_) {
    nudged_ = true;
    return;
  }
  if (claims_ && claimed_ > 0 && (shrank_ || short_of_some())) {
    closings_ = 1;
    closing_total_ = claimed_;
    nudged_ = false;
    return;
  }
  ended_ = true;
}

void WindowListing::judge_closing(uint64_t rows, uint64_t fresh) {
  const bool moved = claimed_ != closing_total_;
  closing_total_ = claimed_;
  if (moved && closings_ < kMostClosings) {
    ++closings_;
    closing_ids_.clear();
    nudged_ = false;
    return;
  }
  // A server that caps what it gives at once is read on, window by window.
  const bool more = !moved && closing_ids_.size() < claimed_;
  if (more && fresh > 0) {
    nudged_ = false;
    return;
  }
  if (more && rows > 0 && !nudged_) {
    nudged_ = true;
    return;
  }
  gone_ = closing_ids_.size() == claimed_ ? ids_.size() - closing_ids_.size() : 0;
  ended_ = true;
}

ingest::v1::Listing WindowListing::report() const {
  ingest::v1::Listing listing;
  listing.set_name(shape_.name);
  if (claims_) listing.set_claimed(claimed_);
  listing.set_received(received_);
  listing.set_unique(ids_.size() - unusable_);
  listing.set_gone(gone_);
  listing.set_requests(requests_);
  std::string note;
  const auto add = [&note](const std::string& text) { note += (note.empty() ? "" : "; ") + text; };
  const auto count = [](uint64_t n) { return std::to_string(n); };
  const bool unsettled = shrank_ && closings_ > 0 && closing_ids_.size() < claimed_;
  if (unusable_ > 0)
    add(count(unusable_) + " rows without a usable " + shape_.id_key + " were left out");
  if (gone_ > 0) add(count(gone_) + " were gone when the list was read again");
  if (!claims_) add("the source states no total");
  if (short_of_some() && failure_.empty()) {
    add("the source claims " + count(claimed_) + " " + shape_.name + ", " + count(ids_.size()) +
        " distinct ones came, and reading the list once more gave " + count(closing_ids_.size()));
  } else if (unsettled) {
    add("the list shrank while it was read, and reading all " + count(claimed_) +
        " once more gave " + count(closing_ids_.size()));
  }
  if (!failure_.empty())
    add("the list broke off after " + count(ids_.size()) +
        (claims_ ? " of " + count(claimed_) : std::string()) + ": " + failure_);
  listing.set_incomplete(!failure_.empty() || unusable_ > 0 || short_of_some() || unsettled);
  listing.set_note(note);
  return listing;
}

}  // namespace checkmarx::dast

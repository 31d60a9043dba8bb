// window_listing.cc - see window_listing.hpp.
#include "checkmarx-dast/window_listing.hpp"

#include <boost/json/serialize.hpp>
#include <utility>

#include "checkmarx-dast/service_answer.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;
using ingest::sdk::Error;
using ingest::sdk::Lane;

// Beyond any tenant: a server that never stops must not fill the memory.
constexpr uint64_t kMostRows = 2'000'000;

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
  const uint64_t from = closing_ ? 0 : ids_.size() + (nudged_ ? 1 : 0);
  const uint64_t to = closing_ ? claimed_ + 1 : from + kWindow;
  ingest::sdk::FormText query;
  query.add("from", from).add("to", to).add("sort", "created:asc");
  one::ApiRequest request;
  request.path = shape_.path + query.text();
  request.tried = "list " + shape_.name + " from number " + std::to_string(from);
  request.permission = shape_.permission;
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
    boost::json::object body = json::parse_object(answer.body(), "the list of " + shape_.name);
    fresh = take(body);
  } catch (const Error& error) {
    ended_ = true;
    return on_failure_(error);
  }
  on_rows_(*this, std::move(fresh));
}

std::vector<boost::json::object> WindowListing::take(boost::json::object& body) {
  auto total = json::uint_at(body, shape_.total_key);
  if (!total) total = json::uint_at(body, shape_.other_total_key);
  if (total) {
    shrank_ |= claims_ && *total < claimed_;
    claimed_ = *total;
    claims_ = true;
  }
  boost::json::value* list = body.if_contains(shape_.rows_key);
  if (list == nullptr || !(list->is_array() || list->is_null()))
    throw Error(INGEST_E_BAD_DATA, "list " + shape_.name + " at " +
                                       api_.connection().api.authority() + ": the answer has no " +
                                       shape_.rows_key + "; is this the API of Checkmarx One?");
  std::vector<boost::json::object> fresh;
  const size_t known = ids_.size();
  uint64_t rows = 0;
  if (list->is_array()) {
    rows = list->get_array().size();
    for (boost::json::value& row : list->get_array()) {
      boost::json::object* object = row.if_object();
      std::string id = object == nullptr ? std::string() : json::text_at(*object, shape_.id_key);
      const bool usable = !id.empty() && id.size() <= INGEST_UNIT_MAX;
      if (!usable) id = '\0' + std::to_string(std::hash<std::string>()(serialize(row)));
      if (!ids_.insert(std::move(id)).second) continue;
      if (usable) {
        fresh.push_back(std::move(*object));
      } else {
        ++unusable_;
      }
    }
  }
  received_ += rows;
  if (received_ > kMostRows)
    throw Error(INGEST_E_TOO_LARGE,
                "list " + shape_.name + ": more than " + std::to_string(kMostRows) + " rows");
  judge_end(rows, ids_.size() - known);
  return fresh;
}

void WindowListing::judge_end(uint64_t rows, uint64_t fresh) {
  last_rows_ = rows;
  if (closing_) {
    closing_rows_ = rows;
    ended_ = true;
    return;
  }
  const bool more = claims_ ? short_of_some() : rows > 0;
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
    closing_ = true;
    return;
  }
  ended_ = true;
}

ingest::v1::Listing WindowListing::report() const {
  ingest::v1::Listing listing;
  listing.set_name(shape_.name);
  if (claims_) listing.set_claimed(claimed_);
  listing.set_received(received_);
  listing.set_unique(ids_.size());
  listing.set_requests(requests_);
  std::string note;
  const auto add = [&note](const std::string& text) {
    if (!note.empty()) note += "; ";
    note += text;
  };
  if (unusable_ > 0)
    add(std::to_string(unusable_) + " rows without a usable " + shape_.id_key + " were left out");
  if (!claims_) add("the source states no total");
  if (short_of_some()) {
    add("the source claims " + std::to_string(claimed_) + " " + shape_.name + ", " +
        std::to_string(ids_.size()) + " distinct ones came, and a request for all of them gave " +
        std::to_string(closing_rows_));
  } else if (shrank_ && closing_rows_ < claimed_) {
    add("the list shrank while it was read, and a request for all " + std::to_string(claimed_) +
        " gave " + std::to_string(closing_rows_));
  }
  listing.set_note(note);
  return listing;
}

}  // namespace checkmarx::dast

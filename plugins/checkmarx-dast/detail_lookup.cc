// detail_lookup.cc - see detail_lookup.hpp.
#include "checkmarx-dast/detail_lookup.hpp"

#include <utility>

#include "checkmarx-dast/result_detail.hpp"
#include "checkmarx-dast/service_answer.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/url.hpp"

namespace checkmarx::dast {
namespace {

namespace json = ingest::sdk::json;

// Of one page: more than the host keeps in flight, and few enough to stop soon.
constexpr size_t kMostUnderWay = 16;
constexpr std::string_view kService = "results' details";

}  // namespace

std::string DetailAccount::warning() const {
  if (missing == 0) return {};
  std::string text = "the details of " + std::to_string(missing) + " of " + std::to_string(wanted) +
                     " results are missing, those have the dates of the scan: " + first_reason;
  if (given_up()) text += "; after 20 in a row no more were asked for";
  return text;
}

DetailLookup::DetailLookup(one::ApiClient& api, std::string scan, bool evidence,
                           boost::json::array rows, DetailAccount& account, OnDone on_done)
    : api_(api),
      scan_(std::move(scan)),
      evidence_(evidence),
      rows_(std::move(rows)),
      account_(account),
      on_done_(std::move(on_done)) {}

void DetailLookup::start(one::ApiClient& api, std::string scan, bool evidence,
                         boost::json::array rows, DetailAccount& account, OnDone on_done) {
  std::shared_ptr<DetailLookup>(new DetailLookup(api, std::move(scan), evidence, std::move(rows),
                                                 account, std::move(on_done)))
      ->pump();
}

void DetailLookup::pump() {
  while (next_ < rows_.size() && under_way_ < kMostUnderWay) {
    boost::json::object* row = rows_[next_++].if_object();
    std::string id = row == nullptr ? std::string() : json::text_at(*row, "id");
    if (id.empty()) continue;
    ++account_.wanted;
    if (account_.given_up() || api_.is_down(kService)) {
      ++account_.missing;
      if (account_.first_reason.empty()) account_.first_reason = "those of other scans failed";
    } else {
      ask(*row, std::move(id));
    }
  }
  if (under_way_ > 0 || done_) return;
  done_ = true;
  on_done_(std::move(rows_));
}

void DetailLookup::ask(boost::json::object& row, std::string id) {
  one::ApiRequest request;
  request.path = "/api/dast/mfe-results/results/info/" + ingest::sdk::percent_encode(id) + "/" +
                 ingest::sdk::percent_encode(scan_);
  request.tried = "read a result's detail";
  request.permission = "view-results";
  request.service = kService;
  request.optional = true;
  request.lane = ingest::sdk::Lane::kFinish;
  request.accept = kAnyJson;
  request.flags = INGEST_HTTP_SENSITIVE;
  ++under_way_;
  // Rows stay where they are in rows_ until all is done.
  api_.get(std::move(request),
           [self = shared_from_this(), &row, id = std::move(id)](one::Answer answer) {
             --self->under_way_;
             self->accept(row, id, answer);
             self->pump();
           });
}

void DetailLookup::accept(boost::json::object& row, const std::string& id,
                          const one::Answer& answer) {
  if (!answer.ok()) return miss(answer.failure->what());
  try {
    row["$detail"] = read_detail(answer.body(), id, evidence_);
    account_.missing_in_a_row = 0;
  } catch (const ingest::sdk::Error& error) {
    miss(std::string("read a result's detail: ") + error.what());
  }
}

void DetailLookup::miss(const std::string& reason) {
  if (account_.first_reason.empty()) account_.first_reason = reason;
  ++account_.missing;
  ++account_.missing_in_a_row;
}

}  // namespace checkmarx::dast

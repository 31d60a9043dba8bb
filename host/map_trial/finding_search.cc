// finding_search.cc - see finding_search.hpp.
#include "map_trial/finding_search.hpp"

#include <ingest/v1/source_page.pb.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kOthers = 20;
constexpr std::size_t kIdDigits = 32;

std::string_view text_of(const ingest_bytes& bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

bool is_id(std::string_view text) {
  return text.size() == kIdDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

bool parse_number(std::string_view text, std::uint64_t& number) {
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  return !text.empty() && result.ec == std::errc() && result.ptr == end;
}

template <class Message>
bool parse(Message& message, const ingest_bytes& payload) {
  return payload.size <= INGEST_PAYLOAD_MAX &&
         message.ParseFromArray(payload.data, static_cast<int>(payload.size));
}

}  // namespace

RowAddress parse_row_address(std::string_view text) {
  RowAddress at;
  const std::size_t row = text.rfind(':');
  const std::size_t place = row == text.npos || row == 0 ? text.npos : text.rfind(':', row - 1);
  if (place == text.npos || place == 0 || !parse_number(text.substr(row + 1), at.row) ||
      !parse_number(text.substr(place + 1, row - place - 1), at.place))
    throw Failure(ExitStatus::kUsage, "\"" + plain_text(text, 200) + "\" is no row",
                  "write UNIT:PLACE:ROW with the \"unit\", \"place\" and \"row\" that "
                  "dead-letters.ndjson gives, 0 where it gives none");
  at.unit = text.substr(0, place);
  return at;
}

// What transform makes of a page.
class FindingSearch::TransformSink final : public RecordSink {
 public:
  TransformSink(FindingSearch& search, const ingest_record& page) : search_(search), page_(page) {}

  ingest_status emit(const ingest_record& record) override {
    if (record.kind == INGEST_RECORD_FINDING) {
      const std::uint64_t number = emitted_++;
      v1::Finding finding;
      if (!parse(finding, record.payload)) return INGEST_OK;
      if (!finding.has_source_ref()) finding.mutable_source_ref()->set_row(number);
      search_.take(std::move(finding), page_);
    } else if (record.kind == INGEST_RECORD_REJECTED) {
      v1::DeadLetter letter;
      if (parse(letter, record.payload) && search_.place_ && search_.place_->row == letter.row())
        search_.take_row(page_, std::nullopt, "it is a dead letter: " + letter.reason());
    }
    return INGEST_OK;
  }

 private:
  FindingSearch& search_;
  const ingest_record& page_;
  std::uint64_t emitted_ = 0;
};

// Keeps the root, and the one row.
class FindingSearch::WantedRow final : public RowSink {
 public:
  explicit WantedRow(FoundFinding& found) : found_(found) {}
  ingest_status root(const boost::json::object& object) override {
    found_.root = object;
    return INGEST_OK;
  }
  ingest_status row(std::uint64_t number, const boost::json::object& object) override {
    if (number < found_.at.row || found_.about_asset) return INGEST_OK;
    if (number == found_.at.row) found_.row = object;
    return INGEST_E_CANCELLED;
  }

 private:
  FoundFinding& found_;
};

FindingSearch::FindingSearch(ConnectorInstance& instance, std::string wanted)
    : instance_(instance), wanted_(std::move(wanted)), by_id_(is_id(wanted_)) {}

FindingSearch::FindingSearch(ConnectorInstance& instance, RowAddress wanted)
    : instance_(instance), place_(std::move(wanted)), by_id_(false) {}

bool FindingSearch::matches(const v1::Finding& finding) const {
  if (place_) return finding.source_ref().row() == place_->row;
  return finding.id() == wanted_ || finding.external_finding_id() == wanted_;
}

void FindingSearch::take(v1::Finding finding, const ingest_record& page) {
  ++findings_;
  finding.set_id(identity_
                     .finding(finding.vendor_product_name(), finding.external_asset_id(),
                              finding.identity_key())
                     .text());
  if (!matches(finding)) return;
  ++matches_;
  if (found_) {
    if (found_->finding && found_->finding->id() == finding.id()) return;  // on two pages
    if (others_.size() < kOthers) others_.push_back(finding.id());
    return;
  }
  finding.set_asset_id(
      identity_
          .asset(finding.vendor_product_name(), finding.asset_class(), finding.external_asset_id())
          .text());
  finding.set_fingerprint(identity_.fingerprint(finding).text());
  finding.mutable_source_ref()->set_unit(std::string(text_of(page.unit)));
  finding.mutable_source_ref()->set_place(page.place);
  take_row(page, std::move(finding), {});
}

void FindingSearch::take_row(const ingest_record& page, std::optional<v1::Finding> finding,
                             std::string reason) {
  if (found_) return;
  found_.emplace();
  found_->at = {std::string(text_of(page.unit)), page.place,
                finding ? finding->source_ref().row() : place_->row};
  found_->page = text_of(page.key);
  found_->finding = std::move(finding);
  found_->reason = redactor().apply(reason);
  found_->about_asset = page.rows == 0;
}

void FindingSearch::read_rows(const ingest_record& page, const CallContext& context) {
  WantedRow sink(*found_);
  // A connector that was told to stop says so, which is no error here; one that can't read a page
  // leaves the map nothing to see.
  const std::optional<ConnectorError> error = instance_.rows(context, page, sink);
  if (error && error->code != INGEST_E_CANCELLED && found_->reason.empty())
    found_->reason = redactor().apply(error->message);
}

bool FindingSearch::look_at(const ingest_record& page, const CallContext& context) {
  if (place_ && (text_of(page.unit) != place_->unit || page.place != place_->place)) return true;
  ++pages_;
  rows_ += page.rows;
  const bool had_one = found_.has_value();
  TransformSink sink(*this, page);
  const std::optional<ConnectorError> error = instance_.transform(context, page, sink);
  if (place_ && !found_) {
    if (page.rows == 0 ? place_->row != 0 : place_->row >= page.rows) return false;
    take_row(page, std::nullopt,
             error            ? "the page is a dead letter: " + error->message
             : page.rows == 0 ? std::string()
                              : "it was filtered: none of the connection's scope, or dropped by "
                                "the map");
  }
  if (found_ && !had_one) read_rows(page, context);
  return !(found_ && (place_ || by_id_));
}

}  // namespace ingest::host

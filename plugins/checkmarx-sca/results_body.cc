// results_body.cc - see results_body.hpp.
#include "checkmarx-sca/results_body.hpp"

#include <string.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <deque>

#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/connector.hpp"

namespace checkmarx::sca {
namespace {

// memmem, which skips ahead; find() looks at every first letter.
size_t position_of(std::string_view text, std::string_view wanted, size_t from) {
  const void* found =
      ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

// The name itself, or one of its letters as an escape, which nobody needs but anybody may write.
bool may_hold_snippet(std::string_view text) {
  if (position_of(text, "snippet", 0) != std::string_view::npos) return true;
  constexpr std::string_view kEscape = "\\u00";
  for (size_t at = position_of(text, kEscape, 0); at != std::string_view::npos;
       at = position_of(text, kEscape, at + kEscape.size())) {
    const std::string_view digits = text.substr(at + kEscape.size(), 2);
    for (const std::string_view letter : {"73", "6e", "6E", "69", "70", "65", "74"}) {
      if (digits == letter) return true;
    }
  }
  return false;
}

// What it quotes may be a live secret, so a row that can't be read can't be kept either.
std::string without_snippet(one::RowParser& parser, std::string_view text) {
  boost::json::object* row = parser.parse(text);
  if (row == nullptr) return boost::json::serialize(one::withheld_row(parser.reason()));
  boost::json::value* data = row->if_contains("data");
  const bool quotes =
      data != nullptr && data->is_object() && data->get_object().erase("snippet") > 0;
  return quotes ? boost::json::serialize(*row) : std::string(text);
}

}  // namespace

ResultsBody::ResultsBody(std::string_view body)
    : body_(body),
      page_(one::read_page_rows(body, "results", "the results")),
      total_(page_.number("totalCount")) {
  const auto is_object = [](std::string_view row) { return row.front() == '{'; };
  if (!total_ && !page_.rows.empty() &&
      std::none_of(page_.rows.begin(), page_.rows.end(), is_object))
    throw ingest::sdk::Error(INGEST_E_BAD_DATA,
                             "the results: no row is an object, and no total is stated");
}

std::vector<uint64_t> ResultsBody::row_keys() const {
  std::vector<uint64_t> keys;
  keys.reserve(page_.rows.size());
  for (const std::string_view row : page_.rows) keys.push_back(one::text_key(row));
  return keys;
}

std::string_view ResultsBody::text(const std::vector<bool>& keep, std::string& storage) const {
  const bool quotes = may_hold_snippet(body_);
  if (!quotes && std::find(keep.begin(), keep.end(), false) == keep.end()) return body_;
  std::vector<std::string_view> rows;
  std::deque<std::string> cleaned;
  one::RowParser parser;
  for (size_t i = 0; i < page_.rows.size(); ++i) {
    if (!keep.at(i)) continue;
    rows.push_back(page_.rows[i]);
    if (!quotes || !may_hold_snippet(rows.back())) continue;
    cleaned.push_back(without_snippet(parser, rows.back()));
    rows.back() = cleaned.back();
  }
  storage = one::page_of_rows("results", rows, "totalCount", total_);
  return storage;
}

}  // namespace checkmarx::sca

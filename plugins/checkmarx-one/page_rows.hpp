// page_rows.hpp - an answer of the source taken apart into the raw texts of its rows, without
// judging what stands in them: a row that is no JSON must not take the others of its page along.
//
// Only strings and brackets are followed, in one pass without recursion, so that no depth, size
// or wrong byte inside a row can do harm. Views live as long as the body. Pure functions.
// [thread-safe]
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace checkmarx::one {

class PageRows {
 public:
  // The elements of the member that holds the rows; none when that is null.
  std::vector<std::string_view> rows;

  // Another member of the answer, raw; the last one of that name.
  std::optional<std::string_view> member(std::string_view name) const;
  // A member that is a whole number, or a text that holds one.
  std::optional<uint64_t> number(std::string_view name) const;

 private:
  friend PageRows read_page_rows(std::string_view, std::string_view, std::string_view);
  std::vector<std::pair<std::string_view, std::string_view>> members_;
};

// what names the answer in errors: "the list of projects". Throws INGEST_E_BAD_DATA when the body
// is no JSON object, breaks off, or has neither an array nor null as rows_key.
PageRows read_page_rows(std::string_view body, std::string_view rows_key, std::string_view what);

// The members of an object, by raw name; for answers whose rows are members. Throws as above.
std::vector<std::pair<std::string_view, std::string_view>> read_members(std::string_view body,
                                                                        std::string_view what);

// {"results": [...]} of raw rows, with a total if there is one to state.
std::string page_of_rows(std::string_view rows_key, const std::vector<std::string_view>& rows,
                         std::string_view total_key = {}, std::optional<uint64_t> total = {});

// What tells a row from others: a hash of its text.
uint64_t text_key(std::string_view row);

}  // namespace checkmarx::one

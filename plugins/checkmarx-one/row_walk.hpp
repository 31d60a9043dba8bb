// row_walk.hpp - each row of a page, read for the map. What is wrong with one costs no other. One
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checkmarx-one/page_walk.hpp"
#include "checkmarx-one/row_parser.hpp"
#include "ingest/sdk/map/row_reader.hpp"

namespace checkmarx::one {

class RowWalk {
 public:
  // The first member of the reader's plan is kWithheld. As for PageWalk; the reader is borrowed.
  RowWalk(std::string_view body, std::string_view what, ingest::sdk::RowReader& reader)
      : page_(body, "results", what), reader_(reader) {}

  // The next row; the reader has it unless there is a fault.
  bool next();
  uint64_t number() const noexcept { return count_ - 1; }
  std::string_view text() const noexcept { return text_; }
  const std::string& fault() const noexcept { return fault_; }  // empty: none

 private:
  PageWalk page_;
  ingest::sdk::RowReader& reader_;
  std::optional<RowParser> parser_;  // for rows that are not good
  uint64_t count_ = 0;
  std::string_view text_;
  std::string fault_;
};

}  // namespace checkmarx::one

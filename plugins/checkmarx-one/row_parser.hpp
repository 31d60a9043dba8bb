// row_parser.hpp - one row of a page after the other from its raw text, in memory that is used
// again for each. A row that is no object, no JSON, too deep, or holds a number or a character that
// nobody means, is told apart from the good ones. Not thread-safe; one owner.
#pragma once

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parser.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/sdk/map/row_reader.hpp"

namespace checkmarx::one {

class RowParser {
 public:
  static constexpr size_t kMaxDepth = ingest::sdk::RowReader::kMaxDepth;

  RowParser();
  RowParser(const RowParser&) = delete;
  RowParser& operator=(const RowParser&) = delete;

  // The row, good until the next call; null: reason() says what is wrong with it.
  boost::json::object* parse(std::string_view row);
  const std::string& reason() const noexcept { return reason_; }

 private:
  boost::json::object* refuse(std::string reason);

  std::array<unsigned char, 32 * 1024> values_buffer_;
  std::array<unsigned char, 8 * 1024> parser_buffer_;
  boost::json::monotonic_resource values_;
  boost::json::parser parser_;
  std::optional<boost::json::value> row_;
  std::string reason_;
};

// A row whose text must not leave the connector, since it can't be rid of what may be secret: an
// object that says so in its place, under this name; and of what it says there, the fault.
inline constexpr std::string_view kWithheld = "$withheld";
boost::json::object withheld_row(std::string_view reason);
std::string withheld_reason(std::string_view reason);

}  // namespace checkmarx::one

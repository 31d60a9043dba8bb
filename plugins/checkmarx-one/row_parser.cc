// row_parser.cc - see row_parser.hpp.
#include "checkmarx-one/row_parser.hpp"

#include <algorithm>
#include <cmath>

namespace checkmarx::one {
namespace {

boost::json::parse_options bounded() {
  boost::json::parse_options options;
  options.max_depth = RowParser::kMaxDepth;
  return options;
}

// No deeper than what was parsed.
bool is_finite(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::double_:
      return std::isfinite(value.get_double());
    case boost::json::kind::array:
      return std::all_of(value.get_array().begin(), value.get_array().end(), is_finite);
    case boost::json::kind::object:
      return std::all_of(value.get_object().begin(), value.get_object().end(),
                         [](const auto& member) { return is_finite(member.value()); });
    default:
      return true;
  }
}

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

bool has_nul(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::string:
      return has_nul(std::string_view(value.get_string()));
    case boost::json::kind::array:
      return std::any_of(value.get_array().begin(), value.get_array().end(),
                         [](const boost::json::value& element) { return has_nul(element); });
    case boost::json::kind::object:
      return std::any_of(
          value.get_object().begin(), value.get_object().end(), [](const auto& member) {
            return has_nul(std::string_view(member.key())) || has_nul(member.value());
          });
    default:
      return false;
  }
}

}  // namespace

RowParser::RowParser()
    : values_(values_buffer_.data(), values_buffer_.size()),
      parser_({}, bounded(), parser_buffer_.data(), parser_buffer_.size()) {}

boost::json::object* RowParser::refuse(std::string reason) {
  reason_ = std::move(reason);
  return nullptr;
}

boost::json::object* RowParser::parse(std::string_view row) {
  row_.reset();
  parser_.reset();  // gives up what is left of a row that broke off, while its memory is there
  values_.release();
  parser_.reset(&values_);
  boost::json::error_code error;
  const size_t read = parser_.write_some(row.data(), row.size(), error);
  if (error || read < row.size()) {
    const std::string why = error ? error.message() : "more follows its end";
    return refuse("the row is not JSON: " + why + " at byte " +
                  std::to_string(std::min(read, row.size())));
  }
  row_.emplace(parser_.release());
  if (!row_->is_object()) return refuse("the row is not an object");
  if (!is_finite(*row_)) return refuse("the row holds a number that is out of range");
  // Raw ones are no JSON; few rows have any, so few are looked through.
  if (row.find("\\u0000") != std::string_view::npos && has_nul(*row_))
    return refuse("the row holds a NUL character");
  return &row_->get_object();
}

boost::json::object withheld_row(std::string_view reason) {
  boost::json::object row;
  row[kWithheld] = reason;
  return row;
}

std::string withheld_reason(std::string_view reason) {
  if (reason.empty()) return {};
  return std::string(reason) + "; its text is withheld, it may hold secrets";
}

}  // namespace checkmarx::one

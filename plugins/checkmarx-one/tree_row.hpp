// tree_row.hpp - a row that is a tree, with the functions by which a RowReader takes what the
// connector computes. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace checkmarx::one {

class TreeRow {
 public:
  // Borrowed.
  explicit TreeRow(boost::json::object& row) : row_(&row), at_(&row) {}

  void add(std::string_view name, std::string_view text) { (*at_)[name] = text; }
  void add(std::string_view name, std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text += part;
    add(name, text);
  }
  void add(std::string_view name, int64_t number) { (*at_)[name] = number; }
  void begin(std::string_view object) {
    boost::json::value& member = (*row_)[object];
    at_ = &member.emplace_object();
  }
  void end() { at_ = row_; }

 private:
  boost::json::object* row_;
  boost::json::object* at_;
};

}  // namespace checkmarx::one

// value.hpp - what flows through a map's row, from the source to the target. A value borrows text
// and objects from the document or the plan, both of which outlive the mapping of one record.
// Not thread-safe; each mapping has its own.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ingest::sdk::map {

// A moment; seconds since 1970 as in google.protobuf.Timestamp, so nanos count forwards.
struct Time {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  bool operator==(const Time&) const = default;
};

class Value {
 public:
  using List = std::vector<Value>;  // holds neither lists nor what is empty

  Value() noexcept = default;
  explicit Value(bool b) noexcept : data_(b) {}
  explicit Value(std::int64_t i) noexcept : data_(i) {}
  explicit Value(std::uint64_t u) noexcept : data_(u) {}
  explicit Value(double d) noexcept : data_(d) {}
  explicit Value(Time t) noexcept : data_(t) {}
  explicit Value(std::string owned) noexcept : data_(std::move(owned)) {}
  explicit Value(List list) noexcept : data_(std::move(list)) {}
  static Value borrow(std::string_view text) noexcept { return Value(Data(text)); }

  // Borrows from json. null is empty; arrays within an array count as their elements.
  static Value of(const boost::json::value& json);

  // Nothing there: missing, null, the empty string, the empty list.
  bool empty() const noexcept;
  bool is_list() const noexcept { return std::holds_alternative<List>(data_); }
  bool is_text() const noexcept {
    return std::holds_alternative<std::string_view>(data_) ||
           std::holds_alternative<std::string>(data_);
  }
  bool is_object() const noexcept {
    return std::holds_alternative<const boost::json::object*>(data_);
  }
  bool is_scalar() const noexcept { return !empty() && !is_list() && !is_object(); }

  // Appends value to list, keeping what a List promises.
  static void append(List& list, Value value);

  // Null when it is something else.
  template <class T>
  const T* get() const noexcept {
    return std::get_if<T>(&data_);
  }
  const List* list() const noexcept { return std::get_if<List>(&data_); }
  List* list() noexcept { return std::get_if<List>(&data_); }

  // The text of a text value; a view into this value.
  std::string_view view() const noexcept;

  // Any scalar as text: a number as JSON writes it, a time as RFC 3339. Empty for all else.
  std::string text() const;

  // As view() for text, else text() kept in buffer.
  std::string_view text_in(std::string& buffer) const;

  // For people: at most max characters of it, a text in quotes.
  std::string shown(std::size_t max = 80) const;
  std::string_view kind() const noexcept;

 private:
  using Data = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double,
                            std::string_view, std::string, Time, const boost::json::object*, List>;
  explicit Value(Data data) noexcept : data_(std::move(data)) {}
  Data data_;
};

// At most max characters of UTF-8 text, cut at a character's start and then marked with "...".
std::string cut(std::string_view text, std::size_t max = 80);

}  // namespace ingest::sdk::map

// row_tokens.hpp - hands the tokens of a row's text from Boost.JSON's parser to FieldValues. Texts
// without escapes are borrowed from the row's text, the others put together in RecordMemory. Not
// thread-safe; one owner.
#pragma once

#include <boost/json/error.hpp>
#include <boost/json/string_view.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "field_values.hpp"

namespace ingest::sdk::map {

// The parser's handler: one that tells it to go on, always.
class RowTokens {
 public:
  using Text = boost::json::string_view;
  using Error = boost::json::error_code;
  static constexpr std::size_t max_object_size = SIZE_MAX;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  RowTokens(FieldValues& values, RecordMemory& memory) : values_(values), memory_(memory) {}

  // Before a row whose text lies within this one.
  void begin(std::string_view text) {
    text_ = text;
    depth_ = 0;
    is_good_ = true;
    parts_.clear();
  }
  // It holds neither NUL characters nor numbers out of range.
  bool is_good() const noexcept { return is_good_; }

  static bool on_document_begin(Error&) { return true; }
  static bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) {
    if (depth_++ > 0) values_.open(Item::Kind::kObject);
    return true;
  }
  bool on_object_end(std::size_t, Error&) {
    if (--depth_ > 0) values_.close();
    return true;
  }
  bool on_array_begin(Error&) {
    ++depth_;
    values_.open(Item::Kind::kArray);
    return true;
  }
  bool on_array_end(std::size_t, Error&) {
    --depth_;
    values_.close();
    return true;
  }
  bool on_key_part(Text part, std::size_t, Error&) { return add(part); }
  bool on_key(Text text, std::size_t size, Error&) {
    if (size == text.size() && is_borrowed(text)) {
      values_.key({text.data(), text.size()});
    } else {
      add(text);
      values_.key(put_together());
    }
    return true;
  }
  bool on_string_part(Text part, std::size_t, Error&) { return add(part); }
  bool on_string(Text text, std::size_t size, Error&) {
    if (size == text.size() && is_borrowed(text)) {
      values_.scalar(Item::of(std::string_view(text.data(), text.size())));
    } else {
      add(text);
      if (values_.wants()) {
        values_.scalar(Item::of(put_together()));
      } else {
        parts_.clear();
      }
    }
    return true;
  }
  static bool on_number_part(Text, Error&) { return true; }
  bool on_int64(std::int64_t number, Text, Error&) {
    values_.scalar(Item::of(number));
    return true;
  }
  bool on_uint64(std::uint64_t number, Text, Error&) {
    values_.scalar(Item::of(number));
    return true;
  }
  bool on_double(double number, Text, Error&) {
    is_good_ = is_good_ && std::isfinite(number);
    values_.scalar(Item::of(number));
    return true;
  }
  bool on_bool(bool truth, Error&) {
    values_.scalar(Item::of(truth));
    return true;
  }
  bool on_null(Error&) {
    values_.scalar(Item::null());
    return true;
  }
  static bool on_comment_part(Text, Error&) { return true; }
  static bool on_comment(Text, Error&) { return true; }

 private:
  // What has escapes comes in parts, some of them from a buffer of the parser's own.
  bool is_borrowed(Text text) const noexcept {
    const std::less_equal<> before;
    return before(text_.data(), text.data()) && before(text.data(), text_.data() + text_.size());
  }
  bool add(Text part) {
    // Raw ones are no JSON, so that only texts with escapes can have them.
    if (!part.empty() && std::memchr(part.data(), 0, part.size()) != nullptr) is_good_ = false;
    parts_.append(part.data(), part.size());
    return true;
  }
  std::string_view put_together() {
    const std::string_view whole = memory_.copy(parts_);
    parts_.clear();
    return whole;
  }

  FieldValues& values_;
  RecordMemory& memory_;
  std::string_view text_;
  std::size_t depth_ = 0;  // arrays and objects that are open
  bool is_good_ = true;
  std::string parts_;
};

}  // namespace ingest::sdk::map

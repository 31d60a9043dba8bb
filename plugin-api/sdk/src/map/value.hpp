// value.hpp - what flows through a map's row, from the source to the target. A value borrows texts,
// lists and objects from the record, its RecordMemory or the plan, all of which outlive the mapping
// of one record. Plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "item.hpp"
#include "record_memory.hpp"

namespace ingest::sdk::map {

// A moment; seconds since 1970 as in google.protobuf.Timestamp, so nanos count forwards.
struct Time {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  bool operator==(const Time&) const = default;
};

class Value {
 public:
  // Up to kObject as of an Item.
  enum class Kind : std::uint8_t {
    kNothing = 0,
    kBool = 2,
    kInteger = 3,
    kNatural = 4,  // too large for kInteger
    kReal = 5,
    kText = 6,
    kList = 7,  // holds neither lists nor what is empty
    kObject = 8,
    kTime = 9,
  };

  Value() noexcept : natural_(0) {}
  explicit Value(bool b) noexcept : natural_(b ? 1 : 0), kind_(Kind::kBool) {}
  explicit Value(std::int64_t i) noexcept : integer_(i), kind_(Kind::kInteger) {}
  explicit Value(std::uint64_t u) noexcept : natural_(u), kind_(Kind::kNatural) {}
  explicit Value(double d) noexcept : real_(d), kind_(Kind::kReal) {}
  explicit Value(Time t) noexcept
      : integer_(t.seconds), size_(static_cast<std::uint32_t>(t.nanos)), kind_(Kind::kTime) {}
  static Value borrow(std::string_view text) noexcept {
    Value value;
    value.chars_ = text.data();
    value.size_ = static_cast<std::uint32_t>(text.size());
    value.kind_ = Kind::kText;
    return value;
  }
  static Value borrow(std::span<const Value> list) noexcept {
    Value value;
    value.elements_ = list.data();
    value.size_ = static_cast<std::uint32_t>(list.size());
    value.kind_ = Kind::kList;
    return value;
  }

  // null is empty; arrays within an array count as their elements. memory takes lists.
  static Value of(const Item& item, RecordMemory& memory) {
    if (item.is_array()) return flattened(item, memory);
    Value value;
    if (!item.is_there() || (item.is_object() && item.size == 0)) return value;
    value.natural_ = item.natural;  // whatever it is
    value.size_ = item.size;
    value.kind_ = static_cast<Kind>(item.kind);
    return value;
  }

  Kind kind() const noexcept { return kind_; }
  // Nothing there: missing, null, the empty string, the empty list.
  bool empty() const noexcept {
    return kind_ == Kind::kNothing ||
           (size_ == 0 && (kind_ == Kind::kText || kind_ == Kind::kList));
  }
  bool is_list() const noexcept { return kind_ == Kind::kList; }
  bool is_text() const noexcept { return kind_ == Kind::kText; }
  bool is_object() const noexcept { return kind_ == Kind::kObject; }
  bool is_time() const noexcept { return kind_ == Kind::kTime; }
  bool is_real() const noexcept { return kind_ == Kind::kReal; }
  bool is_scalar() const noexcept { return !empty() && !is_list() && !is_object(); }

  // Of its kind only.
  bool boolean() const noexcept { return natural_ != 0; }
  std::int64_t integer() const noexcept { return integer_; }
  std::uint64_t natural() const noexcept { return natural_; }
  double real() const noexcept { return real_; }
  Time time() const noexcept { return {integer_, static_cast<std::int32_t>(size_)}; }

  // The elements of a list; of all else none.
  std::span<const Value> elements() const noexcept {
    return is_list() ? std::span(elements_, size_) : std::span<const Value>();
  }
  // The text of a text; of all else empty.
  std::string_view view() const noexcept {
    return is_text() ? std::string_view(chars_, size_) : std::string_view();
  }

  // Any scalar as text: a number as JSON writes it, a time as RFC 3339. Empty for all else. What
  // has to be written is written into memory.
  std::string_view text(RecordMemory& memory) const { return is_text() ? view() : written(memory); }
  std::string text() const;

  // For people: at most max characters of it, a text in quotes.
  std::string shown(std::size_t max = 80) const;
  std::string_view kind_name() const noexcept;

 private:
  static Value flattened(const Item& array, RecordMemory& memory);
  std::string_view written(RecordMemory& memory) const;

  union {
    std::int64_t integer_;
    std::uint64_t natural_;
    double real_;
    const char* chars_;
    const Node* members_;
    const Value* elements_;
  };
  std::uint32_t size_ = 0;  // bytes, members, elements; nanos of a time
  Kind kind_ = Kind::kNothing;
};

// Puts a list together.
class ListBuilder {
 public:
  explicit ListBuilder(RecordMemory& memory) noexcept : memory_(memory) {}
  // Nothing of what is empty; of a list its elements.
  void add(const Value& value);
  std::size_t size() const noexcept { return size_; }
  Value list() const noexcept { return Value::borrow(std::span(values_, size_)); }

 private:
  void push(const Value& value);

  RecordMemory& memory_;
  Value* values_ = nullptr;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

// Puts a text together.
class TextBuilder {
 public:
  explicit TextBuilder(RecordMemory& memory) noexcept : memory_(memory) {}
  TextBuilder& add(std::string_view text);
  std::size_t size() const noexcept { return size_; }
  std::string_view text() const noexcept { return {chars_, size_}; }

 private:
  RecordMemory& memory_;
  char* chars_ = nullptr;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

// A value of the map itself, with its text.
class Constant {
 public:
  Constant() = default;
  explicit Constant(const Value& value);
  const Value& value() const noexcept { return value_; }

 private:
  std::shared_ptr<const std::string> text_;  // its bytes stay where they are when it is moved
  Value value_;
};

// At most max characters of UTF-8 text, cut at a character's start and then marked with "...".
std::string cut(std::string_view text, std::size_t max = 80);

}  // namespace ingest::sdk::map

#include "value.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "time.hpp"

namespace ingest::sdk::map {

Value Value::flattened(const Item& array, RecordMemory& memory) {
  ListBuilder list(memory);
  for (const Node* node = array.first; node != nullptr; node = node->next) {
    list.add(of(node->item, memory));
  }
  return list.list();
}

std::string Value::text() const {
  if (is_text()) return std::string(view());
  RecordMemory memory;
  return std::string(written(memory));
}

std::string_view Value::written(RecordMemory& memory) const {
  constexpr std::size_t kLongest = 32;  // of a number
  const auto number = [&](auto n) -> std::string_view {
    char* const place = memory.room(kLongest);
    return {place, std::to_chars(place, place + kLongest, n).ptr};
  };
  switch (kind_) {
    case Kind::kBool:
      return boolean() ? "true" : "false";
    case Kind::kInteger:
      return number(integer_);
    case Kind::kNatural:
      return number(natural_);
    case Kind::kReal:
      return number(real_);
    case Kind::kTime:
      return memory.copy(format_rfc3339(time()));
    default:
      return {};
  }
}

std::string_view Value::kind_name() const noexcept {
  switch (kind_) {
    case Kind::kText:
      return "a text";
    case Kind::kList:
      return "a list";
    case Kind::kObject:
      return "an object";
    case Kind::kBool:
      return "a boolean";
    case Kind::kTime:
      return "a time";
    case Kind::kNothing:
      return "nothing";
    default:
      return "a number";
  }
}

std::string Value::shown(std::size_t max) const {
  if (is_list()) {
    std::string all;
    for (const Value& element : elements()) {
      all += (all.empty() ? "[" : ", ") + element.shown(max);
      if (all.size() > 4 * max) break;  // max characters need no more bytes
    }
    return cut(all.empty() ? "[]" : all + "]", max);
  }
  if (is_object()) {
    std::string all;
    for (const Node* member = members_; member != nullptr; member = member->next) {
      all += (all.empty() ? "{" : ", ") + std::string(member->key) + ": ...";
      if (all.size() > 4 * max) break;
    }
    return cut(all + "}", max);
  }
  return is_text() ? "\"" + cut(view(), max - 2) + "\"" : text();
}

void ListBuilder::push(const Value& value) {
  if (size_ == room_) {
    room_ = std::max<std::size_t>(8, 2 * room_);
    Value* const larger = memory_.array<Value>(room_);
    std::uninitialized_copy_n(values_, size_, larger);
    values_ = larger;
  }
  values_[size_++] = value;
}

void ListBuilder::add(const Value& value) {
  if (value.empty()) return;
  if (!value.is_list()) return push(value);
  for (const Value& element : value.elements()) push(element);
}

TextBuilder& TextBuilder::add(std::string_view text) {
  if (text.empty()) return *this;
  if (text.size() > room_ - size_) {
    room_ = std::max<std::size_t>(64, 2 * (size_ + text.size()));
    char* const larger = memory_.room(room_);
    if (size_ > 0) std::memcpy(larger, chars_, size_);
    chars_ = larger;
  }
  std::memcpy(chars_ + size_, text.data(), text.size());
  size_ += text.size();
  return *this;
}

Constant::Constant(const Value& value) : value_(value) {
  if (!value.is_text()) return;
  text_ = std::make_shared<const std::string>(value.view());
  value_ = Value::borrow(*text_);
}

std::string cut(std::string_view text, std::size_t max) {
  std::size_t characters = 0;
  std::size_t end = 0;  // where the text ends if the mark must fit too
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u) continue;
    if (characters == max - 3) end = i;
    if (characters == max) return std::string(text.substr(0, end)) + "...";
    ++characters;
  }
  return std::string(text);
}

}  // namespace ingest::sdk::map

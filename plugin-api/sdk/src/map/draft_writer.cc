// How a Draft is written: protobuf's wire format, fields by number, as generated code serializes
// proto3 messages. Sizes first, so that nested lengths are known.
#include <bit>
#include <cstring>

#include "draft.hpp"

namespace ingest::sdk::map {
namespace {

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kDelimited = 2 };

std::size_t varint_size(std::uint64_t value) noexcept {
  return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
}

char* put_varint(char* at, std::uint64_t value) noexcept {
  while (value >= 0x80U) {
    *at++ = static_cast<char>((value & 0x7FU) | 0x80U);
    value >>= 7U;
  }
  *at++ = static_cast<char>(value);
  return at;
}

std::size_t tag_size(std::uint32_t number) noexcept { return varint_size(number << 3U); }

char* put_tag(char* at, std::uint32_t number, WireType type) noexcept {
  return put_varint(at, number << 3U | type);
}

std::size_t delimited_size(std::size_t bytes) noexcept { return varint_size(bytes) + bytes; }

char* put_delimited(char* at, std::string_view bytes) noexcept {
  at = put_varint(at, bytes.size());
  if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  return at + bytes.size();
}

// Of a time and its nanos, inside their message; the seconds as protobuf has negative ones.
std::size_t time_size(std::int64_t seconds, std::size_t nanos) noexcept {
  return (seconds == 0 ? 0 : 1 + varint_size(static_cast<std::uint64_t>(seconds))) +
         (nanos == 0 ? 0 : 1 + varint_size(nanos));
}

std::size_t parts_size(const Parts& parts) noexcept {
  std::size_t size = 0;
  for (const std::string_view part : parts)
    size += part.empty() ? 0 : 1 + delimited_size(part.size());
  return size;
}

char* put_parts(char* at, const Parts& parts) noexcept {
  at = put_varint(at, parts_size(parts));
  for (std::uint32_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    at = put_tag(at, i + 1, kDelimited);
    at = put_delimited(at, parts[i]);
  }
  return at;
}

}  // namespace

std::size_t Draft::bytes_of(std::size_t field) const noexcept {
  const Slot& slot = slots_[field];
  const std::size_t tag = tag_size(layout_[field].number);
  std::size_t size = 0;
  switch (layout_[field].form) {
    case FieldForm::kText:
      return slot.size == 0 ? 0 : tag + delimited_size(slot.size);
    case FieldForm::kNumber:
      return slot.number == 0 ? 0 : tag + varint_size(slot.number);
    case FieldForm::kReal:
      return tag + sizeof(double);
    case FieldForm::kTime:
      return tag + delimited_size(time_size(slot.seconds, slot.size));
    case FieldForm::kTexts:
      for (std::size_t i = 0; i < slot.texts->size; ++i)
        size += tag + delimited_size(slot.texts->entries[i].size());
      return size;
    case FieldForm::kParts:
      for (std::size_t i = 0; i < slot.parts->size; ++i)
        size += tag + delimited_size(parts_size(slot.parts->entries[i]));
      return size;
  }
  return size;
}

char* Draft::put(char* at, std::size_t field) const noexcept {
  const Slot& slot = slots_[field];
  const std::uint32_t number = layout_[field].number;
  switch (layout_[field].form) {
    case FieldForm::kText:
      if (slot.size == 0) return at;
      return put_delimited(put_tag(at, number, kDelimited), {slot.chars, slot.size});
    case FieldForm::kNumber:
      return slot.number == 0 ? at : put_varint(put_tag(at, number, kVarint), slot.number);
    case FieldForm::kReal: {
      at = put_tag(at, number, kFixed64);
      const auto bits = std::bit_cast<std::uint64_t>(slot.real);
      for (unsigned shift = 0; shift < 64; shift += 8) *at++ = static_cast<char>(bits >> shift);
      return at;
    }
    case FieldForm::kTime:
      at = put_tag(at, number, kDelimited);
      at = put_varint(at, time_size(slot.seconds, slot.size));
      if (slot.seconds != 0)
        at = put_varint(put_tag(at, 1, kVarint), static_cast<std::uint64_t>(slot.seconds));
      return slot.size == 0 ? at : put_varint(put_tag(at, 2, kVarint), slot.size);
    case FieldForm::kTexts:
      for (std::size_t i = 0; i < slot.texts->size; ++i)
        at = put_delimited(put_tag(at, number, kDelimited), slot.texts->entries[i]);
      return at;
    case FieldForm::kParts:
      for (std::size_t i = 0; i < slot.parts->size; ++i)
        at = put_parts(put_tag(at, number, kDelimited), slot.parts->entries[i]);
      return at;
  }
  return at;
}

std::size_t Draft::measure() {
  count_ = 0;
  for (std::size_t word = 0; word < set_.size(); ++word) {
    for (std::uint64_t bits = set_[word]; bits != 0; bits &= bits - 1) {
      fields_[count_++] =
          static_cast<std::uint8_t>(64 * word + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }
  size_ = 0;
  std::size_t messages = 0;
  for (std::size_t i = 0; i < count_;) {
    const std::uint16_t outer = layout_[fields_[i]].outer;
    if (outer == 0) {
      size_ += bytes_of(fields_[i++]);
      continue;
    }
    std::size_t inside = 0;
    while (i < count_ && layout_[fields_[i]].outer == outer) inside += bytes_of(fields_[i++]);
    inner_[messages++] = inside;
    size_ += tag_size(outer) + delimited_size(inside);
  }
  return size_;
}

std::string_view Draft::write(std::string& room) const {
  if (room.size() < size_) room.resize(size_ + size_ / 2);
  char* at = room.data();
  std::size_t messages = 0;
  for (std::size_t i = 0; i < count_;) {
    const std::uint16_t outer = layout_[fields_[i]].outer;
    if (outer == 0) {
      at = put(at, fields_[i++]);
      continue;
    }
    at = put_varint(put_tag(at, outer, kDelimited), inner_[messages++]);
    while (i < count_ && layout_[fields_[i]].outer == outer) at = put(at, fields_[i++]);
  }
  return {room.data(), size_};
}

}  // namespace ingest::sdk::map

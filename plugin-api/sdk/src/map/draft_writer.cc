// How a Draft is written: protobuf's wire format, fields by number, as generated code serializes
// proto3 messages.
#include <bit>
#include <cstring>

#include "draft.hpp"

namespace ingest::sdk::map {
namespace {

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

std::size_t delimited_size(std::size_t bytes) noexcept { return varint_size(bytes) + bytes; }

// Most texts are short: two copies of eight bytes, which may overlap, make a call spared.
char* put_delimited(char* at, const char* bytes, std::size_t size) noexcept {
  at = put_varint(at, size);
  if (size > 16) {
    std::memcpy(at, bytes, size);
  } else if (size >= 8) {
    std::memcpy(at, bytes, 8);
    std::memcpy(at + size - 8, bytes + size - 8, 8);
  } else {
    for (std::size_t i = 0; i < size; ++i) at[i] = bytes[i];
  }
  return at + size;
}

char* put_delimited(char* at, std::string_view bytes) noexcept {
  return put_delimited(at, bytes.data(), bytes.size());
}

// Fields 1 to 15, which have tags of one byte.
enum WireType : unsigned { kVarint = 0, kDelimited = 2 };
char* put_small_tag(char* at, unsigned number, WireType type) noexcept {
  *at = static_cast<char>(number << 3U | type);
  return at + 1;
}

char* put_tag(char* at, const FieldTag& tag) noexcept {
  std::memcpy(at, tag.bytes.data(), tag.bytes.size());
  return at + tag.size;
}

// Of a time and its nanos, inside their message; negative seconds as protobuf has them.
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
  for (unsigned i = 0; i < parts.size(); ++i) {
    if (!parts[i].empty()) at = put_delimited(put_small_tag(at, i + 1, kDelimited), parts[i]);
  }
  return at;
}

}  // namespace

std::size_t Draft::bytes_of(std::size_t field) const noexcept {
  const Slot& slot = slots_[field];
  const std::size_t tag = layout_[field].tag.size;
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
  const FieldTag& tag = layout_[field].tag;
  switch (layout_[field].form) {
    case FieldForm::kText:
      return slot.size == 0 ? at : put_delimited(put_tag(at, tag), slot.chars, slot.size);
    case FieldForm::kNumber:
      return slot.number == 0 ? at : put_varint(put_tag(at, tag), slot.number);
    case FieldForm::kReal: {
      at = put_tag(at, tag);
      const auto bits = std::bit_cast<std::uint64_t>(slot.real);
      for (unsigned shift = 0; shift < 64; shift += 8) *at++ = static_cast<char>(bits >> shift);
      return at;
    }
    case FieldForm::kTime:
      at = put_varint(put_tag(at, tag), time_size(slot.seconds, slot.size));
      if (slot.seconds != 0)
        at = put_varint(put_small_tag(at, 1, kVarint), static_cast<std::uint64_t>(slot.seconds));
      return slot.size == 0 ? at : put_varint(put_small_tag(at, 2, kVarint), slot.size);
    case FieldForm::kTexts:
      for (std::size_t i = 0; i < slot.texts->size; ++i)
        at = put_delimited(put_tag(at, tag), slot.texts->entries[i]);
      return at;
    case FieldForm::kParts:
      for (std::size_t i = 0; i < slot.parts->size; ++i)
        at = put_parts(put_tag(at, tag), slot.parts->entries[i]);
      return at;
  }
  return at;
}

std::string_view Draft::write(std::string& room) const {
  std::array<std::uint8_t, DraftLayout::kMostFields> fields;
  std::size_t count = 0;
  for (std::size_t word = 0; word < set_.size(); ++word) {
    for (std::uint64_t bits = set_[word]; bits != 0; bits &= bits - 1)
      fields[count++] =
          static_cast<std::uint8_t>(64 * word + static_cast<std::size_t>(std::countr_zero(bits)));
  }
  if (room.size() < most_) room.resize(most_ + most_ / 2);
  char* at = room.data();
  for (std::size_t i = 0; i < count;) {
    const FieldPlace& place = layout_[fields[i]];
    if (place.outer == 0) {
      at = put(at, fields[i++]);
      continue;
    }
    std::size_t end = i;
    std::size_t inside = 0;
    while (end < count && layout_[fields[end]].outer == place.outer)
      inside += bytes_of(fields[end++]);
    at = put_varint(put_tag(at, place.outer_tag), inside);
    while (i < end) at = put(at, fields[i++]);
  }
  return {room.data(), static_cast<std::size_t>(at - room.data())};
}

}  // namespace ingest::sdk::map

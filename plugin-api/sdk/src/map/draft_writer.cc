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

// Most texts are short: two copies of eight or four bytes, which may overlap, make a call spared.
char* put_delimited(char* at, const char* bytes, std::size_t size) noexcept {
  at = put_varint(at, size);
  if (size > 16) {
    std::memcpy(at, bytes, size);
  } else if (size >= 8) {
    std::memcpy(at, bytes, 8);
    std::memcpy(at + size - 8, bytes + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(at, bytes, 4);
    std::memcpy(at + size - 4, bytes + size - 4, 4);
  } else if (size > 0) {
    at[0] = bytes[0];
    at[size / 2] = bytes[size / 2];
    at[size - 1] = bytes[size - 1];
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

inline char* Draft::put_text(char* at, const FieldTag& tag, const Slot& text) noexcept {
  return text.size == 0 ? at : put_delimited(put_tag(at, tag), text.chars, text.size);
}

char* Draft::put(char* at, std::size_t field) const noexcept {
  const Slot& slot = slots_[field];
  const FieldTag& tag = layout_[field].tag;
  switch (layout_[field].form) {
    case FieldForm::kText:
      return put_text(at, tag, slot);
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

// A message inside is written where it would begin if its length took one byte, and moved if not.
std::string_view Draft::write(std::string& room) const {
  if (room.size() < most_) room.resize(most_ + most_ / 2);
  char* at = room.data();
  std::uint16_t outer = 0;
  char* inside = nullptr;
  const auto close = [&] {
    const auto size = static_cast<std::size_t>(at - inside);
    const std::size_t length = varint_size(size);
    if (length > 1) std::memmove(inside + length - 1, inside, size);
    put_varint(inside - 1, size);
    at += length - 1;
  };
  for (std::size_t word = 0; word < set_.size(); ++word) {
    for (std::uint64_t bits = set_[word]; bits != 0; bits &= bits - 1) {
      const std::size_t field = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
      const FieldPlace& place = layout_[field];
      if (place.outer != outer) {
        if (outer != 0) close();
        outer = place.outer;
        if (outer != 0) inside = at = put_tag(at, place.outer_tag) + 1;
      }
      at = place.form == FieldForm::kText ? put_text(at, place.tag, slots_[field]) : put(at, field);
    }
  }
  if (outer != 0) close();
  return {room.data(), static_cast<std::size_t>(at - room.data())};
}

}  // namespace ingest::sdk::map

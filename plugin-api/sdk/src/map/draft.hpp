// draft.hpp - an asset or finding while it is put together: what each field will hold, borrowed
// from the record, its RecordMemory or the plan. It is written as the message's own serialization
// would be, byte for byte. Not thread-safe; one owner.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "draft_layout.hpp"
#include "record_memory.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

// The sub-fields of one element of a list of messages, in the order of Target::parts.
using Parts = std::array<std::string_view, 4>;

class Draft {
 public:
  // Both are borrowed.
  Draft(const DraftLayout& layout, RecordMemory& memory) : layout_(layout), memory_(memory) {}

  // Before memory is released: nothing is set any more.
  void clear() noexcept {
    set_ = {};
    most_ = kMostOfFixed;
  }

  void set_text(std::size_t field, std::string_view text) noexcept {
    Slot& slot = mark(field);
    slot.chars = text.data();
    slot.size = text.size();
    most_ += text.size();
  }
  void set_number(std::size_t field, std::uint64_t number) noexcept { mark(field).number = number; }
  void set_real(std::size_t field, double real) noexcept { mark(field).real = real; }
  void set_time(std::size_t field, Time time) noexcept {
    Slot& slot = mark(field);
    slot.seconds = time.seconds;
    slot.size = static_cast<std::size_t>(time.nanos);
  }
  // Those that are not there yet.
  void add_texts(std::size_t field, std::span<const std::string_view> texts);
  void add_parts(std::size_t field, const Parts& parts);

  // Set, and to more than nothing. Of texts and numbers only.
  bool is_filled(std::size_t field) const noexcept;

  // What depends on no order of the source: pairs in theirs.
  void tidy();

  // The serialized message, in room that is used again.
  std::string_view write(std::string& room) const;

 private:
  template <class T>
  struct List {
    T* entries;
    std::size_t size;
    std::size_t room;
  };
  struct Slot {
    union {
      const char* chars;
      std::uint64_t number;
      double real;
      std::int64_t seconds;
      List<std::string_view>* texts;
      List<Parts>* parts;
    };
    std::size_t size;  // bytes of a text, nanos of a time
  };

  bool is_set(std::size_t field) const noexcept {
    return (set_[field / 64] >> field % 64 & 1) != 0;
  }
  Slot& mark(std::size_t field) noexcept {
    set_[field / 64] |= std::uint64_t{1} << field % 64;
    return slots_[field];
  }
  template <class T>
  List<T>& list(std::size_t field, List<T>* Slot::*member);
  template <class T>
  void push(List<T>& list, const T& entry);

  static char* put_text(char* at, const FieldTag& tag, const Slot& text) noexcept;
  char* put(char* at, std::size_t field) const noexcept;

  // Two tags and two lengths each, or a time; texts, lists and what is in them come on top.
  static constexpr std::size_t kMostOfField = 40;
  static constexpr std::size_t kMostOfFixed = DraftLayout::kMostFields * kMostOfField;

  const DraftLayout& layout_;
  RecordMemory& memory_;
  std::array<std::uint64_t, DraftLayout::kMostFields / 64> set_{};
  std::array<Slot, DraftLayout::kMostFields> slots_;
  std::size_t most_ = kMostOfFixed;  // bytes that it takes to write
};

}  // namespace ingest::sdk::map

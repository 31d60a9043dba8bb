// draft_layout.hpp - the fields of a message that mapping fills, in the order in which they are
// written. Constant data; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ingest::sdk::map {

// How a field is kept in a Draft and written.
enum class FieldForm : std::uint8_t {
  kText,
  kTexts,   // repeated
  kNumber,  // uint32, uint64, bool, enum: left out when 0
  kReal,    // optional double: written when set, 0 too
  kTime,    // google.protobuf.Timestamp
  kParts,   // repeated message of texts, numbered from 1
};

// What stands before a field on the wire.
struct FieldTag {
  std::array<char, 2> bytes{};
  std::uint8_t size = 0;
};

struct FieldPlace {
  std::uint16_t outer = 0;  // the message's field that it is in; 0: the message itself
  std::uint16_t number = 0;
  FieldForm form = FieldForm::kText;
  bool pairs = false;  // of kParts: key and value, to be in order and without repeats
  FieldTag tag = {};   // these two are the layout's to set
  FieldTag outer_tag = {};
};

class DraftLayout {
 public:
  static constexpr std::size_t kMostFields = 128;
  static constexpr std::size_t kMostNumber = 2047;  // tags of two bytes

  // In any order; the same place may come more than once.
  explicit DraftLayout(std::vector<FieldPlace> places);

  std::size_t size() const noexcept { return places_.size(); }
  const FieldPlace& operator[](std::size_t field) const noexcept { return places_[field]; }
  // Its index. The place must be one of them.
  std::uint16_t find(const FieldPlace& place) const noexcept;
  const std::vector<std::uint16_t>& pairs() const noexcept { return pairs_; }

 private:
  std::vector<FieldPlace> places_;
  std::vector<std::uint16_t> pairs_;  // the fields that are
};

}  // namespace ingest::sdk::map

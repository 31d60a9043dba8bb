#include "records/wire_form.hpp"

#include <google/protobuf/stubs/common.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "records/record_check.hpp"

namespace ingest::host {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr int kNumberMax = 2047;  // whose tag has two bytes
constexpr int kDepthMax = 8;
constexpr int kUnwatched = -1;

enum class Kind : std::uint8_t { kUnknown, kText, kBytes, kNumber, kFixed64, kMessage, kTime };

// On the wire.
constexpr unsigned kVarint = 0;
constexpr unsigned kEightBytes = 1;
constexpr unsigned kSized = 2;
constexpr unsigned kNoTag = ~0U;

// All take what begins at a place before end, and yield the place behind it; null when it is not
// there in its shortest form.
const char* take_long_varint(const char* at, const char* end, std::uint64_t& value) {
  constexpr unsigned kMost = 10;
  value = 0;
  for (unsigned i = 0; i < kMost && at < end; ++i) {
    const auto byte = static_cast<std::uint8_t>(*at++);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << (7U * i);
    if (byte >= 0x80U) continue;
    const bool overlong = byte == 0 || (i + 1 == kMost && byte > 1);
    return overlong ? nullptr : at;
  }
  return nullptr;
}

// Most have one byte.
inline const char* take_varint(const char* at, const char* end, std::uint64_t& value) {
  if (at == end) return nullptr;
  value = static_cast<std::uint8_t>(*at);
  return value < 0x80U ? at + 1 : take_long_varint(at, end, value);
}

inline const char* take_tag(const char* at, const char* end, unsigned& tag) {
  tag = static_cast<std::uint8_t>(*at++);
  if (tag < 0x80U) return at;
  if (at == end) return nullptr;
  const auto second = static_cast<std::uint8_t>(*at++);
  if (second == 0 || second >= 0x80U) return nullptr;
  tag = (tag & 0x7FU) | static_cast<unsigned>(second) << 7U;
  return at;
}

template <class Word>
Word load(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof(word));
  return word;
}

// Words that overlap, so that no byte needs a look of its own.
inline bool is_ascii(const char* at, std::size_t size) {
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  std::uint64_t bits = 0;
  if (size >= 8) {
    const char* const last = at + size - 8;
    for (; at < last; at += 8) bits |= load<std::uint64_t>(at);
    bits |= load<std::uint64_t>(last);
  } else if (size >= 4) {
    bits = load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4);
  } else if (size > 0) {
    bits = static_cast<std::uint64_t>(static_cast<std::uint8_t>(at[0]) |
                                      static_cast<std::uint8_t>(at[size / 2]) |
                                      static_cast<std::uint8_t>(at[size - 1]));
  }
  return (bits & kHigh) == 0;
}

// As protobuf's parser judges it, which is asked about everything but plain ASCII.
inline bool is_text(const char* at, std::size_t size) {
  return is_ascii(at, size) ||
         google::protobuf::internal::IsStructurallyValidUTF8(at, static_cast<int>(size));
}

// Seconds and nanos, neither of them 0 and written.
bool is_time(const char* at, const char* end) {
  constexpr char kSecondsTag = 0x08;
  constexpr char kNanosTag = 0x10;
  std::uint64_t seconds = 0;
  std::uint64_t nanos = 0;
  const auto take = [&at, end](char tag, std::uint64_t& number) {
    if (at == end || *at != tag) return true;
    at = take_varint(at + 1, end, number);
    return at != nullptr && number != 0;
  };
  return take(kSecondsTag, seconds) && take(kNanosTag, nanos) && at == end &&
         nanos <= std::uint64_t{std::numeric_limits<std::int32_t>::max()} &&
         is_good_time(static_cast<std::int64_t>(seconds), static_cast<std::int64_t>(nanos));
}

std::uint64_t most_of(FieldDescriptor::Type type) {
  switch (type) {
    case FieldDescriptor::TYPE_BOOL:
      return 1;
    case FieldDescriptor::TYPE_UINT32:
      return std::numeric_limits<std::uint32_t>::max();
    // A negative one has ten bytes; no field of ours is.
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_ENUM:
      return std::numeric_limits<std::int32_t>::max();
    default:
      return std::numeric_limits<std::uint64_t>::max();
  }
}

}  // namespace

struct WireForm::Field {
  unsigned tag = kNoTag;  // of a known one
  Kind kind = Kind::kUnknown;
  bool repeated = false;
  bool may_be_default = false;  // and written all the same
  int place = kUnwatched;
  std::uint64_t most = 0;          // of a number
  std::unique_ptr<WireForm> form;  // of a message

  void set(const FieldDescriptor& field, int depth);
};

void WireForm::Field::set(const FieldDescriptor& field, int depth) {
  const bool plain = field.file()->syntax() == google::protobuf::FileDescriptor::SYNTAX_PROTO3 &&
                     field.real_containing_oneof() == nullptr && !field.is_map();
  if (!plain) return;
  repeated = field.is_repeated();
  may_be_default = repeated || field.has_presence();
  unsigned wire = kSized;
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      kind = Kind::kText;
      break;
    case FieldDescriptor::TYPE_BYTES:
      kind = Kind::kBytes;
      break;
    case FieldDescriptor::TYPE_MESSAGE:
      kind = Kind::kMessage;
      if (field.message_type()->full_name() == "google.protobuf.Timestamp")
        kind = Kind::kTime;
      else
        form.reset(new WireForm(*field.message_type(), depth + 1));
      break;
    case FieldDescriptor::TYPE_DOUBLE:
      kind = repeated ? Kind::kUnknown : Kind::kFixed64;
      wire = kEightBytes;
      break;
    case FieldDescriptor::TYPE_BOOL:
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_ENUM:
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_INT64:
      kind = repeated ? Kind::kUnknown : Kind::kNumber;
      wire = kVarint;
      most = most_of(field.type());
      break;
    default:
      break;
  }
  if (kind != Kind::kUnknown) tag = static_cast<unsigned>(field.number()) << 3U | wire;
}

WireForm::WireForm(const Descriptor& type, int depth) {
  if (depth > kDepthMax) throw std::logic_error(type.full_name() + " is too deep for a wire form");
  int last = 0;
  for (int i = 0; i < type.field_count(); ++i) last = std::max(last, type.field(i)->number());
  fields_.resize(static_cast<std::size_t>(std::min(last, kNumberMax)) + 1);
  for (int i = 0; i < type.field_count(); ++i) {
    const auto number = static_cast<std::size_t>(type.field(i)->number());
    if (number < fields_.size()) fields_[number].set(*type.field(i), depth);
  }
}

WireForm::~WireForm() = default;

void WireForm::watch(std::initializer_list<int> path, std::size_t place) {
  WireForm* form = this;
  Field* field = nullptr;
  for (const int number : path) {
    if (field != nullptr) form = field->form.get();
    if (form == nullptr || number <= 0 || static_cast<std::size_t>(number) >= form->fields_.size())
      throw std::logic_error("a watched field that is not there");
    field = &form->fields_[static_cast<std::size_t>(number)];
  }
  if (field == nullptr || field->kind == Kind::kUnknown || field->kind == Kind::kFixed64)
    throw std::logic_error("a field that can't be watched");
  field->place = static_cast<int>(place);
  std::size_t& places = field->kind == Kind::kNumber ? numbers_ : field->repeated ? lists_ : texts_;
  places = std::max(places, place + 1);
}

void WireForm::prepare(WireValues& values) const {
  values.texts.resize(texts_);
  values.numbers.resize(numbers_);
  values.lists.resize(lists_);
  values.cuts.resize(cuts_.size());
}

bool WireForm::read(std::string_view record, WireValues& values) const {
  std::fill(values.texts.begin(), values.texts.end(), std::string_view());
  std::fill(values.numbers.begin(), values.numbers.end(), 0U);
  for (std::vector<std::string_view>& list : values.lists) list.clear();
  return read_fields(record.data(), record.data() + record.size(), values);
}

bool WireForm::read_fields(const char* at, const char* end, WireValues& values) const {
  const char* const begin = at;
  unsigned last = 0;
  std::size_t cut = 0;
  while (at < end) {
    const char* const start = at;
    unsigned tag = 0;
    at = take_tag(at, end, tag);
    if (at == nullptr) return false;
    const unsigned number = tag >> 3U;
    if (number >= fields_.size()) return false;
    const Field& field = fields_[number];
    if (field.tag != tag || number < last || (number == last && !field.repeated)) return false;
    last = number;
    for (; cut < cuts_.size() && static_cast<unsigned>(cuts_[cut]) <= number; ++cut)
      values.cuts[cut] = static_cast<std::size_t>(start - begin);
    at = read_field(field, at, end, values);
    if (at == nullptr) return false;
  }
  for (; cut < cuts_.size(); ++cut) values.cuts[cut] = static_cast<std::size_t>(end - begin);
  return true;
}

const char* WireForm::read_field(const Field& field, const char* at, const char* end,
                                 WireValues& values) {
  const auto place = static_cast<std::size_t>(field.place);
  std::uint64_t number = 0;
  switch (field.kind) {
    case Kind::kNumber:
      at = take_varint(at, end, number);
      if (at == nullptr || number > field.most) return nullptr;
      if (field.place != kUnwatched) values.numbers[place] = number;
      return number != 0 || field.may_be_default ? at : nullptr;
    case Kind::kFixed64:
      if (static_cast<std::size_t>(end - at) < sizeof(number)) return nullptr;
      number = load<std::uint64_t>(at);
      return number != 0 || field.may_be_default ? at + sizeof(number) : nullptr;
    default:
      break;
  }
  at = take_varint(at, end, number);
  if (at == nullptr || number > static_cast<std::size_t>(end - at)) return nullptr;
  if (!is_sized(field, at, number, values)) return nullptr;
  if (field.place != kUnwatched) {
    if (field.repeated)
      values.lists[place].emplace_back(at, number);
    else
      values.texts[place] = std::string_view(at, number);
  }
  return at + number;
}

// A text or message that may stand where it does.
bool WireForm::is_sized(const Field& field, const char* at, std::size_t size, WireValues& values) {
  switch (field.kind) {
    case Kind::kText:
      return (field.may_be_default || size > 0) && is_text(at, size);
    case Kind::kBytes:
      return field.may_be_default || size > 0;
    case Kind::kMessage:
      return field.form->read_fields(at, at + size, values);
    case Kind::kTime:
      return is_time(at, at + size);
    default:
      return false;
  }
}

}  // namespace ingest::host

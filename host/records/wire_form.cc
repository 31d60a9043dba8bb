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

// As short as can be.
bool take_varint(std::string_view& rest, std::uint64_t& value) {
  value = 0;
  const std::size_t most = std::min<std::size_t>(rest.size(), 10);
  for (std::size_t i = 0; i < most; ++i) {
    const auto byte = static_cast<std::uint8_t>(rest[i]);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << (7U * i);
    if (byte >= 0x80U) continue;
    if ((byte == 0 && i > 0) || (i == 9 && byte > 1)) return false;
    rest.remove_prefix(i + 1);
    return true;
  }
  return false;
}

bool take_sized(std::string_view& rest, std::string_view& value) {
  std::uint64_t size = 0;
  if (!take_varint(rest, size) || size > rest.size()) return false;
  value = rest.substr(0, size);
  rest.remove_prefix(size);
  return true;
}

// As protobuf's parser judges it, which is asked about everything but plain ASCII.
bool is_text(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof(word));
    if ((word & kHighBits) != 0) break;
  }
  for (; i < text.size() && static_cast<signed char>(text[i]) >= 0; ++i) {
  }
  return i == text.size() || google::protobuf::internal::IsStructurallyValidUTF8(
                                 text.data() + i, static_cast<int>(text.size() - i));
}

// Seconds and nanos, neither of them 0 and written.
bool is_time(std::string_view time) {
  constexpr char kSecondsTag = 0x08;
  constexpr char kNanosTag = 0x10;
  std::uint64_t seconds = 0;
  std::uint64_t nanos = 0;
  const auto take = [&time](char tag, std::uint64_t& number) {
    if (time.empty() || time.front() != tag) return true;
    time.remove_prefix(1);
    return take_varint(time, number) && number != 0;
  };
  return take(kSecondsTag, seconds) && take(kNanosTag, nanos) && time.empty() &&
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
  Kind kind = Kind::kUnknown;
  unsigned wire = 0;
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
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      kind = Kind::kText;
      wire = kSized;
      break;
    case FieldDescriptor::TYPE_BYTES:
      kind = Kind::kBytes;
      wire = kSized;
      break;
    case FieldDescriptor::TYPE_MESSAGE:
      kind = Kind::kMessage;
      wire = kSized;
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
  return read_fields(record, values);
}

bool WireForm::read_fields(std::string_view record, WireValues& values) const {
  std::string_view rest = record;
  std::size_t last = 0;
  std::size_t cut = 0;
  while (!rest.empty()) {
    const std::size_t offset = record.size() - rest.size();
    std::uint64_t tag = 0;
    if (!take_varint(rest, tag)) return false;
    const std::uint64_t number = tag >> 3U;
    if (number >= fields_.size()) return false;
    const Field& field = fields_[number];
    if (field.kind == Kind::kUnknown || (tag & 7U) != field.wire) return false;
    if (number < last || (number == last && !field.repeated)) return false;
    last = number;
    for (; cut < cuts_.size() && static_cast<std::uint64_t>(cuts_[cut]) <= number; ++cut)
      values.cuts[cut] = offset;
    if (!read_field(field, rest, values)) return false;
  }
  for (; cut < cuts_.size(); ++cut) values.cuts[cut] = record.size();
  return true;
}

bool WireForm::read_field(const Field& field, std::string_view& rest, WireValues& values) const {
  if (field.kind == Kind::kNumber) {
    std::uint64_t number = 0;
    if (!take_varint(rest, number) || number > field.most) return false;
    if (number == 0 && !field.may_be_default) return false;
    if (field.place != kUnwatched) values.numbers[static_cast<std::size_t>(field.place)] = number;
    return true;
  }
  if (field.kind == Kind::kFixed64) {
    constexpr std::string_view kZero{"\0\0\0\0\0\0\0\0", sizeof(double)};
    if (rest.size() < sizeof(double)) return false;
    if (!field.may_be_default && rest.substr(0, sizeof(double)) == kZero) return false;
    rest.remove_prefix(sizeof(double));
    return true;
  }
  std::string_view value;
  if (!take_sized(rest, value)) return false;
  const bool is_whole = field.kind == Kind::kText      ? is_text(value)
                        : field.kind == Kind::kMessage ? field.form->read_fields(value, values)
                        : field.kind == Kind::kTime    ? is_time(value)
                                                       : true;
  if (!is_whole) return false;
  if (field.kind == Kind::kText || field.kind == Kind::kBytes)
    if (value.empty() && !field.may_be_default) return false;
  if (field.place == kUnwatched) return true;
  const auto place = static_cast<std::size_t>(field.place);
  if (field.repeated)
    values.lists[place].push_back(value);
  else
    values.texts[place] = value;
  return true;
}

}  // namespace ingest::host

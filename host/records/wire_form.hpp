// wire_form.hpp - the form in which protobuf itself writes a type of message, recognised on the
// wire: fields in the order of their numbers, singular ones once, no unset ones, none that the type
// does not know, texts UTF-8, numbers as short as can be, times within their range. Parsing a
// record of that form and serialising it again yields the same bytes, so whoever only needs some of
// its fields can take them out of the bytes and leave the others where they are.
//
// Of anything else, well formed or not, read says no more than that it has not this form: then it
// is protobuf's turn. Immutable once watched; read is [thread-safe].
#pragma once

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace ingest::host {

// What a record holds at the watched places; views point into it.
struct WireValues {
  std::vector<std::string_view> texts;  // texts and messages; data() is null where there is none
  std::vector<std::uint64_t> numbers;   // integers, enums, booleans; 0 where there is none
  std::vector<std::vector<std::string_view>> lists;  // of texts
  std::vector<std::size_t> cuts;                     // offsets
};

class WireForm {
 public:
  // The type must not contain itself.
  explicit WireForm(const google::protobuf::Descriptor& type) : WireForm(type, 0) {}
  ~WireForm();
  WireForm(const WireForm&) = delete;
  WireForm& operator=(const WireForm&) = delete;

  // Has read put what it finds in the field, which path leads to by field numbers, into this
  // place of texts, numbers or lists, whichever the field's type asks for.
  void watch(std::initializer_list<int> path, std::size_t place);
  // Has read tell where the first field with this number or a higher one begins. Ascending.
  void cut_before(int number) { cuts_.push_back(number); }

  // values is as large as the watched places ask for when it was prepared.
  void prepare(WireValues& values) const;
  bool read(std::string_view record, WireValues& values) const;

 private:
  struct Field;
  WireForm(const google::protobuf::Descriptor& type, int depth);
  bool read_fields(const char* at, const char* end, WireValues& values) const;
  static const char* read_field(const Field& field, const char* at, const char* end,
                                WireValues& values);
  static bool is_sized(const Field& field, const char* at, std::size_t size, WireValues& values);

  std::vector<Field> fields_;  // by number
  std::vector<int> cuts_;
  std::size_t texts_ = 0;
  std::size_t numbers_ = 0;
  std::size_t lists_ = 0;
};

}  // namespace ingest::host

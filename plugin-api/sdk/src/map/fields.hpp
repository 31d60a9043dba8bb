// fields.hpp - makes the entries of the target table: each function takes a captureless lambda that
// reaches the field, and gives the function that converts a value and puts it there.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "convert.hpp"
#include "target.hpp"

namespace ingest::sdk::map {

// Field: (Message&) -> std::string*
template <class M, class Field>
Access<M> text(Field) {
  return {[](M& message, const Value& value, std::string& why) {
    std::string out;
    if (!to_text(value, out, why)) return false;
    *Field()(message) = std::move(out);
    return true;
  }};
}

// Field: (Message&) -> RepeatedPtrField<std::string>*
template <class M, class Field>
Access<M> texts(Field) {
  return {[](M& message, const Value& value, std::string& why) {
    std::vector<std::string> out;
    if (!to_texts(value, out, why)) return false;
    append_new(std::move(out), *Field()(message));
    return true;
  }};
}

// Field: (Message&) -> google::protobuf::Timestamp*
template <class M, class Field>
Access<M> time(Field) {
  return {[](M& message, const Value& value, std::string& why) {
    Time out;
    if (!to_time(value, out, why)) return false;
    auto* field = Field()(message);
    field->set_seconds(out.seconds);
    field->set_nanos(out.nanos);
    return true;
  }};
}

// Set: (Message&, uint32_t)
template <class M, std::uint32_t most, class Set>
Access<M> integer(Set) {
  return {[](M& message, const Value& value, std::string& why) {
    std::uint32_t out = 0;
    if (!to_uint(value, most, out, why)) return false;
    Set()(message, out);
    return true;
  }};
}

// Set: (Message&, bool)
template <class M, class Set>
Access<M> boolean(Set) {
  return {[](M& message, const Value& value, std::string& why) {
    bool out = false;
    if (!to_bool(value, out, why)) return false;
    Set()(message, out);
    return true;
  }};
}

// Names: () -> EnumNames; Set: (Message&, int)
template <class M, class Names, class Set>
Access<M> choice(Names, Set) {
  return {[](M& message, const Value& value, std::string& why) {
    static const EnumNames names = Names()();
    int out = 0;
    if (!to_enum(value, names, out, why)) return false;
    Set()(message, out);
    return true;
  }};
}

// Builds one entry; chained, since most of it is optional.
class Entry {
 public:
  Entry(std::string_view name, std::string_view field, std::string_view type,
        std::string_view doc) {
    target_.info.name = name;
    target_.info.field = field;
    target_.info.type = type;
    target_.info.doc = doc;
    if (type == "time") target_.kind = Kind::kTime;
    if (type == "boolean") target_.kind = Kind::kBool;
    if (type == "number" || type == "integer") target_.kind = Kind::kNumber;
  }
  Entry&& to(Access<v1::Asset> how) && {
    target_.asset = how;
    return std::move(*this);
  }
  Entry&& to(Access<v1::Finding> how) && {
    target_.finding = how;
    return std::move(*this);
  }
  Entry&& alias(std::string other) && {
    target_.info.aliases.push_back(std::move(other));
    return std::move(*this);
  }
  Entry&& repeated(std::vector<std::string_view> parts = {}) && {
    target_.info.repeated = true;
    target_.parts = std::move(parts);
    return std::move(*this);
  }
  Entry&& named() && {
    target_.named = true;
    target_.info.repeated = true;
    return std::move(*this);
  }
  // has: the field is set.
  Entry&& required(bool (*has)(const v1::Asset&)) && {
    target_.asset.has = has;
    target_.info.required = true;
    return std::move(*this);
  }
  Entry&& required(bool (*has)(const v1::Finding&)) && {
    target_.finding.has = has;
    target_.info.required = true;
    return std::move(*this);
  }
  operator Target() && { return std::move(target_); }

 private:
  Target target_;
};

}  // namespace ingest::sdk::map

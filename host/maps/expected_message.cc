// expected_message.cc - see expected_message.hpp.
#include "maps/expected_message.hpp"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"
#include "ingest/sdk/map/targets.hpp"

namespace ingest::host {
namespace {

namespace pb = google::protobuf;
using boost::json::object;
using boost::json::value;

[[noreturn]] void refuse(const std::string& what, std::string hint = {}) {
  throw Failure(ExitStatus::kConfig, what, std::move(hint));
}

std::string joined_path(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

const pb::FieldDescriptor& field_named(const pb::Descriptor& message, std::string_view name,
                                       const std::string& path) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor* field = message.field(i);
    if (field->json_name() == name || field->name() == name) return *field;
    names.push_back(field->json_name());
  }
  refuse(message.name() + " has no member \"" + plain_text(joined_path(path, name), 200) + "\"",
         suggestion(name, names));
}

// Maps fill some fields of a record, the host and the connector the others.
void check_filled_by_maps(const pb::FieldDescriptor& field) {
  const std::string name = field.containing_type()->name() + "." + field.name();
  for (const sdk::map::TargetInfo& target : sdk::map::targets())
    if (target.field == name || target.field.starts_with(name + ".")) return;
  refuse("no row of a map can fill \"" + field.json_name() +
             "\": ingest or the connector works it out",
         "take it out of the case");
}

std::string common_start(const pb::EnumDescriptor& names) {
  std::string start = names.value(0)->name();
  start.resize(start.size() - std::min(start.size(), std::string_view("UNSPECIFIED").size()));
  return start;
}

value enum_name(const pb::EnumDescriptor& names, const value& json, const std::string& path) {
  const std::string start = common_start(names);
  if (json.is_int64() && json.get_int64() >= 0 && json.get_int64() < 1000) {
    const pb::EnumValueDescriptor* found =
        names.FindValueByNumber(static_cast<int>(json.get_int64()));
    if (found != nullptr) return value(found->name());
  }
  std::vector<std::string> known;
  for (int i = 1; i < names.value_count(); ++i)
    known.push_back(names.value(i)->name().substr(start.size()));
  const std::string written =
      json.is_string() ? std::string(json.get_string()) : boost::json::serialize(json);
  for (const std::string& spelled : {written, start + written})
    if (const pb::EnumValueDescriptor* found = names.FindValueByName(spelled))
      return value(found->name());
  refuse("\"" + path + "\" has no value " + plain_text(written, 80), suggestion(written, known));
}

value time_text(const value& json, const std::string& path) {
  pb::Timestamp time;
  const std::string written = json.is_string() ? std::string(json.get_string()) : std::string();
  if (!pb::util::TimeUtil::FromString(written, &time))
    refuse("\"" + path + "\" is a time, which is written 2026-01-12T03:00:05Z",
           json.is_string() ? std::string() : "write it in quotes");
  return value(pb::util::TimeUtil::ToString(time));
}

// Times are values.
bool is_message(const pb::FieldDescriptor& field) {
  return field.message_type() != nullptr && field.message_type() != pb::Timestamp::descriptor();
}

// A member that is left out of the JSON of a message has such a value.
bool is_default(const value& json) {
  if (json.is_string())
    return json.get_string().empty() || json.get_string().ends_with("_UNSPECIFIED");
  if (json.is_number()) return json.to_number<double>() == 0;
  if (json.is_bool()) return !json.get_bool();
  if (json.is_array()) return json.get_array().empty();
  return json.is_object() && json.get_object().empty();
}

bool equal(const value& expected, const value& got) {
  if (expected.is_number() && got.is_number())
    return expected.to_number<double>() == got.to_number<double>();
  return expected == got;
}

std::string shown(const value* json) {
  if (json == nullptr) return "nothing";
  if (!json->is_double()) return plain_text(boost::json::serialize(*json), 300);
  char text[32];  // 7.5, where JSON's writer says 7.5E0
  return {text, std::to_chars(text, text + sizeof(text), json->get_double()).ptr};
}

class Comparison {
 public:
  explicit Comparison(bool exact) : exact_(exact) {}

  void objects(const object& expected, const object& got, const std::string& path) {
    for (const auto& member : expected)
      values(member.value(), got.if_contains(member.key()), joined_path(path, member.key()));
    if (!exact_) return;
    for (const auto& member : got)
      if (!expected.contains(member.key()))
        all.push_back({joined_path(path, member.key()), "nothing", shown(&member.value())});
  }

  std::vector<Difference> all;

 private:
  void values(const value& expected, const value* got, const std::string& path) {
    if (got == nullptr ? is_default(expected) : equal(expected, *got)) return;
    if (got != nullptr && expected.is_object() && got->is_object())
      return objects(expected.get_object(), got->get_object(), path);
    const bool lists = got != nullptr && expected.is_array() && got->is_array() &&
                       expected.get_array().size() == got->get_array().size();
    if (!lists) {
      all.push_back({path, shown(&expected), shown(got)});
      return;
    }
    for (std::size_t i = 0; i < expected.get_array().size(); ++i)
      values(expected.get_array()[i], &got->get_array()[i], path + "[" + std::to_string(i) + "]");
  }

  bool exact_;
};

const value* at_path(const object& json, const std::string& path) {
  const object* at = &json;
  for (std::size_t begin = 0;;) {
    const std::size_t end = path.find('.', begin);
    const value* found = at->if_contains(path.substr(begin, end - begin));
    if (found == nullptr || end == std::string::npos) return found;
    at = found->if_object();
    if (at == nullptr) return nullptr;
    begin = end + 1;
  }
}

}  // namespace

ExpectedMessage::ExpectedMessage(const pb::Descriptor& message, const value* json,
                                 const value* absent, bool exact)
    : exact_(exact) {
  if (json != nullptr) expected_ = read(message, *json, "", message.name());
  if (absent != nullptr) read_absent(message, *absent);
  fields_.erase("");
}

object ExpectedMessage::read(const pb::Descriptor& message, const value& json,
                             const std::string& path, const std::string& field_path) {
  if (!json.is_object())
    refuse((path.empty() ? std::string("\"expect\"") : "\"" + path + "\"") +
           " must be a mapping of members of " + message.name() + " to values");
  object all;
  for (const auto& member : json.get_object()) {
    const pb::FieldDescriptor& field = field_named(message, member.key(), path);
    if (path.empty()) check_filled_by_maps(field);
    const std::string at = joined_path(path, field.json_name());
    const std::string kept = field_path.empty() ? "" : field_path + "." + field.name();
    const bool list = field.is_repeated();
    if (list || !is_message(field)) fields_.insert(kept);
    if (list && !member.value().is_array()) refuse("\"" + at + "\" is a list, written [a, b]");
    value read;
    if (list) {
      boost::json::array elements;
      for (const value& element : member.value().get_array())
        elements.push_back(read_value(field, element, at, ""));
      read = std::move(elements);
    } else {
      read = read_value(field, member.value(), at, kept);
    }
    all[field.json_name()] = std::move(read);
  }
  return all;
}

value ExpectedMessage::read_value(const pb::FieldDescriptor& field, const value& json,
                                  const std::string& path, const std::string& field_path) {
  using Type = pb::FieldDescriptor;
  const auto wrong = [&](const char* wanted) {
    refuse(
        "\"" + path + "\" is " + wanted + ", not " + plain_text(boost::json::serialize(json), 80),
        json.is_null()                                   ? "list it under \"absent\""
        : std::string_view(wanted).starts_with("a text") ? "write it in quotes"
                                                         : "");
  };
  if (is_message(field)) return read(*field.message_type(), json, path, field_path);
  if (field.message_type() != nullptr) return time_text(json, path);
  switch (field.cpp_type()) {
    case Type::CPPTYPE_ENUM:
      return enum_name(*field.enum_type(), json, path);
    case Type::CPPTYPE_STRING:
      if (!json.is_string()) wrong("a text");
      return json;
    case Type::CPPTYPE_BOOL:
      if (!json.is_bool()) wrong("true or false");
      return json;
    case Type::CPPTYPE_DOUBLE:
      if (!json.is_number()) wrong("a number");
      return json;
    default:
      if (!json.is_int64() || json.get_int64() < 0 ||
          json.get_int64() > std::numeric_limits<std::uint32_t>::max())
        wrong("a whole number");
      return json;
  }
}

void ExpectedMessage::read_absent(const pb::Descriptor& message, const value& absent) {
  if (!absent.is_array()) refuse("\"absent\" is a list of members, written [a, b]");
  for (const value& one : absent.get_array()) {
    if (!one.is_string()) refuse("\"absent\" is a list of members' names");
    const std::string written(one.get_string());
    std::string path;
    const pb::Descriptor* at = &message;
    for (std::size_t begin = 0; begin <= written.size();) {
      const std::size_t end = std::min(written.find('.', begin), written.size());
      if (at == nullptr) refuse("\"" + plain_text(path, 200) + "\" has no members");
      const pb::FieldDescriptor& field = field_named(*at, written.substr(begin, end - begin), path);
      path = joined_path(path, field.json_name());
      at = field.is_repeated() ? nullptr : field.message_type();
      begin = end + 1;
    }
    absent_.push_back(std::move(path));
  }
}

std::vector<Difference> ExpectedMessage::compare(const pb::Message& message) const {
  std::string text;
  if (!pb::util::MessageToJsonString(message, &text).ok())
    return {{"", "a message that can be printed", "one that can't"}};
  const object got = boost::json::parse(text).as_object();
  Comparison comparison(exact_);
  comparison.objects(expected_, got, "");
  for (const std::string& path : absent_)
    if (const value* there = at_path(got, path))
      comparison.all.push_back({path, "nothing", shown(there)});
  return std::move(comparison.all);
}

}  // namespace ingest::host

#include "convert.hpp"

#include <unordered_set>

#include "number.hpp"
#include "time.hpp"

namespace ingest::sdk::map {
namespace {

bool refuse(const Value& value, std::string_view wanted, std::string& why) {
  why = "the target takes " + std::string(wanted) + ", this is " + std::string(value.kind());
  if (value.is_list()) why += " (join, first or last make one value of it)";
  return false;
}

}  // namespace

bool to_text(const Value& value, std::string& out, std::string& why) {
  if (!value.is_scalar()) return refuse(value, "one text", why);
  out = value.text();
  return true;
}

bool to_texts(const Value& value, std::vector<std::string>& out, std::string& why) {
  const Value::List* elements = value.list();
  if (elements == nullptr) {
    out.emplace_back();
    return to_text(value, out.back(), why);
  }
  out.reserve(elements->size());
  for (const Value& element : *elements) {
    out.emplace_back();
    if (!to_text(element, out.back(), why)) {
      why = "the target takes texts, this list holds an object";
      return false;
    }
  }
  return true;
}

bool to_bool(const Value& value, bool& out, std::string& why) {
  if (const bool* b = value.get<bool>()) {
    out = *b;
    return true;
  }
  const std::string_view text = value.view();
  out = text == "true";
  return out || text == "false" || refuse(value, "true or false", why);
}

bool to_uint(const Value& value, std::uint32_t most, std::uint32_t& out, std::string& why) {
  const Value whole = to_integer(value);
  if (const auto* i = whole.get<std::int64_t>(); i != nullptr && *i >= 0 && *i <= most) {
    out = static_cast<std::uint32_t>(*i);
    return true;
  }
  const std::string wanted = "a whole number from 0 to " + std::to_string(most);
  if (whole.empty()) return refuse(value, wanted, why);
  why = "the target takes " + wanted;
  return false;
}

bool to_real(const Value& value, double least, double most, double& out, std::string& why) {
  const Value number = to_number(value);
  if (number.empty()) return refuse(value, "a number", why);
  out = as_double(number);
  if (out >= least && out <= most) return true;
  why = "the target takes a number from " + to_integer_if_whole(least).text() + " to " +
        to_integer_if_whole(most).text();
  return false;
}

bool to_time(const Value& value, Time& out, std::string& why) {
  if (const Time* time = value.get<Time>()) {
    out = *time;
    return true;
  }
  if (!value.is_text()) return refuse(value, "a time", why);
  const auto time = parse_rfc3339(value.view());
  if (time) {
    out = *time;
    return true;
  }
  why = "the target takes a time as RFC 3339 writes it, or what the function 'date' makes";
  return false;
}

bool to_enum(const Value& value, const EnumNames& names, int& out, std::string& why) {
  if (!value.is_scalar()) return refuse(value, "one name", why);
  const std::string_view text = value.view();
  const Value number = to_integer(value);
  const std::int64_t* wanted = number.get<std::int64_t>();
  for (const auto& [name, code] : names) {
    if ((!text.empty() && text == name) || (wanted != nullptr && *wanted == code)) {
      out = code;
      return true;
    }
  }
  why = "the target takes one of";
  for (const auto& [name, code] : names) {
    why += (name == names.front().first ? " " : ", ") + std::string(name);
  }
  return false;
}

void append_new(std::vector<std::string> texts,
                google::protobuf::RepeatedPtrField<std::string>& field) {
  std::unordered_set<std::string_view> seen;
  for (const std::string& old : field) seen.insert(old);
  for (std::string& text : texts) {
    if (seen.count(text) != 0) continue;
    field.Add(std::move(text));
    seen.insert(field[field.size() - 1]);  // its address stays when the field grows
  }
}

}  // namespace ingest::sdk::map

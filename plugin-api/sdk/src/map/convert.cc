#include "convert.hpp"

#include <memory>
#include <string>

#include "number.hpp"
#include "time.hpp"

namespace ingest::sdk::map {
namespace {

bool refuse(const Value& value, std::string_view wanted, Scratch& scratch) {
  scratch.why =
      "the target takes " + std::string(wanted) + ", this is " + std::string(value.kind_name());
  if (value.is_list()) scratch.why += " (join, first or last make one value of it)";
  return false;
}

}  // namespace

bool to_text(const Value& value, std::string_view& out, Scratch& scratch) {
  if (!value.is_scalar()) return refuse(value, "one text", scratch);
  out = value.text(scratch.memory);
  return true;
}

bool to_texts(const Value& value, std::span<const std::string_view>& out, Scratch& scratch) {
  const std::span<const Value> elements = value.is_list() ? value.elements() : std::span(&value, 1);
  auto* const texts = scratch.memory.array<std::string_view>(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (!to_text(elements[i], *std::construct_at(texts + i), scratch)) {
      if (value.is_list()) scratch.why = "the target takes texts, this list holds an object";
      return false;
    }
  }
  out = {texts, elements.size()};
  return true;
}

bool to_bool(const Value& value, bool& out, Scratch& scratch) {
  if (value.kind() == Value::Kind::kBool) {
    out = value.boolean();
    return true;
  }
  const std::string_view text = value.view();
  out = text == "true";
  return out || text == "false" || refuse(value, "true or false", scratch);
}

bool to_uint(const Value& value, std::uint32_t most, std::uint32_t& out, Scratch& scratch) {
  const Value whole = to_integer(value);
  if (whole.kind() == Value::Kind::kInteger && whole.integer() >= 0 && whole.integer() <= most) {
    out = static_cast<std::uint32_t>(whole.integer());
    return true;
  }
  const std::string wanted = "a whole number from 0 to " + std::to_string(most);
  if (whole.empty()) return refuse(value, wanted, scratch);
  scratch.why = "the target takes " + wanted;
  return false;
}

bool to_real(const Value& value, double least, double most, double& out, Scratch& scratch) {
  const Value number = to_number(value);
  if (number.empty()) return refuse(value, "a number", scratch);
  out = as_double(number);
  if (out >= least && out <= most) return true;
  scratch.why = "the target takes a number from " + to_integer_if_whole(least).text() + " to " +
                to_integer_if_whole(most).text();
  return false;
}

bool to_time(const Value& value, Time& out, Scratch& scratch) {
  if (value.is_time()) {
    out = value.time();
    return true;
  }
  if (!value.is_text()) return refuse(value, "a time", scratch);
  const auto time = parse_rfc3339(value.view());
  if (time) {
    out = *time;
    return true;
  }
  scratch.why = "the target takes a time as RFC 3339 writes it, or what the function 'date' makes";
  return false;
}

bool to_enum(const Value& value, const EnumNames& names, int& out, Scratch& scratch) {
  if (!value.is_scalar()) return refuse(value, "one name", scratch);
  const std::string_view text = value.view();
  for (const auto& [name, code] : names) {
    if (text != name) continue;
    out = code;
    return true;
  }
  const Value number = to_integer(value);
  for (const auto& [name, code] : names) {
    if (number.kind() != Value::Kind::kInteger || number.integer() != code) continue;
    out = code;
    return true;
  }
  scratch.why = "the target takes one of";
  for (const auto& [name, code] : names) {
    scratch.why += (name == names.front().first ? " " : ", ") + std::string(name);
  }
  return false;
}

}  // namespace ingest::sdk::map

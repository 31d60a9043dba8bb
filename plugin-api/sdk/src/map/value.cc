#include "value.hpp"

#include <charconv>
#include <iterator>

#include "time.hpp"

namespace ingest::sdk::map {

Value Value::of(const boost::json::value& json) {
  switch (json.kind()) {
    case boost::json::kind::string:
      return borrow({json.get_string().data(), json.get_string().size()});
    case boost::json::kind::int64:
      return Value(json.get_int64());
    case boost::json::kind::uint64:
      return Value(json.get_uint64());
    case boost::json::kind::double_:
      return Value(json.get_double());
    case boost::json::kind::bool_:
      return Value(json.get_bool());
    case boost::json::kind::object:
      return json.get_object().empty() ? Value() : Value(Data(&json.get_object()));
    case boost::json::kind::array: {
      List list;
      list.reserve(json.get_array().size());
      for (const boost::json::value& element : json.get_array()) {
        append(list, of(element));
      }
      return Value(std::move(list));
    }
    case boost::json::kind::null:
      break;
  }
  return {};
}

void Value::append(List& list, Value value) {
  if (value.empty()) return;
  List* elements = value.list();
  if (elements == nullptr) {
    list.push_back(std::move(value));
  } else {
    list.insert(list.end(), std::make_move_iterator(elements->begin()),
                std::make_move_iterator(elements->end()));
  }
}

bool Value::empty() const noexcept {
  if (std::holds_alternative<std::monostate>(data_)) return true;
  if (is_text()) return view().empty();
  const List* elements = list();
  return elements != nullptr && elements->empty();
}

std::string_view Value::view() const noexcept {
  if (const auto* borrowed = get<std::string_view>()) return *borrowed;
  if (const auto* owned = get<std::string>()) return *owned;
  return {};
}

std::string Value::text() const {
  if (is_text()) return std::string(view());
  if (const bool* b = get<bool>()) return *b ? "true" : "false";
  if (const auto* i = get<std::int64_t>()) return std::to_string(*i);
  if (const auto* u = get<std::uint64_t>()) return std::to_string(*u);
  if (const auto* t = get<Time>()) return format_rfc3339(*t);
  if (const auto* d = get<double>()) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof(buffer), *d).ptr};
  }
  return {};
}

std::string_view Value::text_in(std::string& buffer) const {
  if (is_text()) return view();
  buffer = text();
  return buffer;
}

std::string_view Value::kind() const noexcept {
  if (std::holds_alternative<std::monostate>(data_)) return "nothing";
  if (is_text()) return "a text";
  if (is_list()) return "a list";
  if (is_object()) return "an object";
  if (std::holds_alternative<bool>(data_)) return "a boolean";
  if (std::holds_alternative<Time>(data_)) return "a time";
  return "a number";
}

std::string Value::shown(std::size_t max) const {
  if (const List* elements = list()) {
    std::string all;
    for (const Value& element : *elements) {
      all += (all.empty() ? "[" : ", ") + element.shown(max);
      if (all.size() > 4 * max) break;  // max characters need no more bytes
    }
    return cut(all.empty() ? "[]" : all + "]", max);
  }
  if (is_object()) {
    std::string all;
    for (const auto& member : **get<const boost::json::object*>()) {
      all += (all.empty() ? "{" : ", ") + std::string(member.key()) + ": ...";
      if (all.size() > 4 * max) break;
    }
    return cut(all + "}", max);
  }
  std::string buffer;
  return is_text() ? "\"" + cut(text_in(buffer), max - 2) + "\"" : text();
}

std::string cut(std::string_view text, std::size_t max) {
  std::size_t characters = 0;
  std::size_t end = 0;  // where the text ends if the mark must fit too
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u) continue;
    if (characters == max - 3) end = i;
    if (characters == max) return std::string(text.substr(0, end)) + "...";
    ++characters;
  }
  return std::string(text);
}

}  // namespace ingest::sdk::map

#include "ingest/sdk/json.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "ingest/sdk/connector.hpp"

namespace ingest::sdk::json {
namespace {

// The whole text as a number; nothing before or after it.
template <class T>
std::optional<T> whole_number(std::string_view text) noexcept {
  T result{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return result;
}

template <class T>
std::optional<T> integer_of(const boost::json::value& value) noexcept {
  if (const auto* s = value.if_string()) return whole_number<T>({s->data(), s->size()});
  if (const auto* u = value.if_uint64()) {
    return std::in_range<T>(*u) ? std::optional<T>(static_cast<T>(*u)) : std::nullopt;
  }
  if (const auto* i = value.if_int64()) {
    return std::in_range<T>(*i) ? std::optional<T>(static_cast<T>(*i)) : std::nullopt;
  }
  if (const auto* d = value.if_double()) {
    // 2^64 and 2^63 are exact in a double, the types' own maxima are not.
    const double top = std::ldexp(1.0, std::numeric_limits<T>::digits);
    const double bottom = std::numeric_limits<T>::is_signed ? -top : 0.0;
    if (*d >= bottom && *d < top && std::trunc(*d) == *d) return static_cast<T>(*d);
  }
  return std::nullopt;
}

}  // namespace

boost::json::value parse(std::string_view text, const Limits& limits,
                         boost::json::storage_ptr storage) {
  if (text.size() > limits.bytes) {
    throw Error(INGEST_E_TOO_LARGE, "JSON text of " + std::to_string(text.size()) +
                                        " bytes; the limit is " + std::to_string(limits.bytes));
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth;
  boost::json::stream_parser parser(std::move(storage), options);
  boost::json::error_code error;
  std::size_t read = parser.write(text.data(), text.size(), error);
  if (!error) parser.finish(error);
  if (error) {
    if (read > text.size()) read = text.size();
    throw Error(INGEST_E_BAD_DATA,
                "not JSON: " + error.message() + " at byte " + std::to_string(read));
  }
  return parser.release();
}

boost::json::object parse_object(std::string_view text, std::string_view what, const Limits& limits,
                                 boost::json::storage_ptr storage) {
  boost::json::value value = [&] {
    try {
      return parse(text, limits, std::move(storage));
    } catch (const Error& e) {
      throw Error(e.code(), std::string(what) + ": " + e.what());
    }
  }();
  if (!value.is_object()) {
    throw Error(INGEST_E_BAD_DATA, std::string(what) + ": a JSON " +
                                       std::string(boost::json::to_string(value.kind())) +
                                       " where an object was expected");
  }
  return std::move(value.get_object());
}

const boost::json::value* value_at(const boost::json::object& object,
                                   std::string_view key) noexcept {
  const boost::json::value* value = object.if_contains({key.data(), key.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string_view string_at(const boost::json::object& object, std::string_view key) noexcept {
  const boost::json::value* value = value_at(object, key);
  if (value == nullptr) return {};
  const boost::json::string* text = value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

std::string text_of(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::string:
      return {value.get_string().data(), value.get_string().size()};
    case boost::json::kind::int64:
      return std::to_string(value.get_int64());
    case boost::json::kind::uint64:
      return std::to_string(value.get_uint64());
    case boost::json::kind::double_: {
      char buffer[32];
      const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value.get_double()).ptr;
      return {buffer, end};
    }
    case boost::json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    default:
      return {};
  }
}

std::string text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = value_at(object, key);
  return value == nullptr ? std::string() : text_of(*value);
}

std::optional<std::uint64_t> uint_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = value_at(object, key);
  return value == nullptr ? std::nullopt : integer_of<std::uint64_t>(*value);
}

std::optional<std::int64_t> int_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = value_at(object, key);
  return value == nullptr ? std::nullopt : integer_of<std::int64_t>(*value);
}

std::optional<double> number_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = value_at(object, key);
  if (value == nullptr) return std::nullopt;
  if (const auto* d = value->if_double()) return *d;
  if (const auto* i = value->if_int64()) return static_cast<double>(*i);
  if (const auto* u = value->if_uint64()) return static_cast<double>(*u);
  if (const auto* s = value->if_string()) {
    const std::optional<double> number = whole_number<double>({s->data(), s->size()});
    if (number && std::isfinite(*number)) return number;
  }
  return std::nullopt;
}

std::optional<bool> bool_at(const boost::json::object& object, std::string_view key) noexcept {
  const boost::json::value* value = value_at(object, key);
  if (value == nullptr) return std::nullopt;
  if (const bool* b = value->if_bool()) return *b;
  const std::string_view text = string_at(object, key);
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

const boost::json::object& as_object(const boost::json::value& value) noexcept {
  static const boost::json::object none;
  const boost::json::object* object = value.if_object();
  return object == nullptr ? none : *object;
}

const boost::json::array& as_array(const boost::json::value& value) noexcept {
  static const boost::json::array none;
  const boost::json::array* array = value.if_array();
  return array == nullptr ? none : *array;
}

const boost::json::array& array_at(const boost::json::object& object,
                                   std::string_view key) noexcept {
  const boost::json::value* value = value_at(object, key);
  static const boost::json::value none;
  return as_array(value == nullptr ? none : *value);
}

const boost::json::object& object_at(const boost::json::object& object,
                                     std::string_view key) noexcept {
  const boost::json::value* value = value_at(object, key);
  static const boost::json::value none;
  return as_object(value == nullptr ? none : *value);
}

}  // namespace ingest::sdk::json

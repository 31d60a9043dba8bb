// spec.hpp - reading the JSON form of a map strictly: unknown keys and wrong types are errors that
// name what was written and what would do. Everything here throws Error(INGEST_E_CONFIG).
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ingest/sdk/connector.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

// An error that knows the value of the document that it is about, by its address; pointer_of()
// says where that is. It lives no longer than the document.
class PlacedError : public Error {
 public:
  PlacedError(std::string message, const void* where, bool at_key)
      : Error(INGEST_E_CONFIG, std::move(message)), where_(where), at_key_(at_key) {}
  const void* where() const noexcept { return where_; }
  bool at_key() const noexcept { return at_key_; }  // the key is wrong, not the value

 private:
  const void* where_;
  bool at_key_;
};

[[noreturn]] void config_error(const std::string& what);
[[noreturn]] void config_error(const std::string& what, const boost::json::value& where);
[[noreturn]] void key_error(const std::string& what, const boost::json::value& where);

// What read() gives; an error of it that does not know its place is about where.
template <class Read>
auto placed(const boost::json::value& where, Read&& read) {
  try {
    return read();
  } catch (const PlacedError&) {
    throw;
  } catch (const Error& e) {
    throw PlacedError(e.what(), &where, false);
  }
}

// "'value_map'", "a row": how errors call the object that the keys belong to.
class Spec {
 public:
  Spec(const boost::json::value& json, std::string what);
  Spec(const boost::json::object& object, std::string what) : object_(object), what_(what) {}

  void allow(std::initializer_list<std::string_view> keys) const;
  bool has(std::string_view key) const noexcept { return find(key) != nullptr; }
  const boost::json::value* find(std::string_view key) const noexcept;
  const boost::json::value& at(std::string_view key) const;  // required

  std::string text(std::string_view key) const;  // required, not empty
  std::string text(std::string_view key, std::string_view otherwise) const;
  bool flag(std::string_view key, bool otherwise) const;
  std::optional<double> number(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key) const;

  const std::string& what() const noexcept { return what_; }
  [[noreturn]] void error(const std::string& what) const;  // about the object as a whole

 private:
  const boost::json::object& object_;
  std::string what_;
};

// Scalars only; null is the empty value.
Constant constant(const boost::json::value& json, std::string_view what);

// The text form of a scalar, by which values are compared.
std::string constant_text(const boost::json::value& json, std::string_view what);

// What becomes of a value that can't be mapped.
enum class Policy { kDeadLetter, kEmpty };
Policy parse_policy(const Spec& spec, std::string_view key);

}  // namespace ingest::sdk::map

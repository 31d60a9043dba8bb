// spec.hpp - reading the JSON form of a map strictly: unknown keys and wrong types are errors that
// name what was written and what would do. Everything here throws Error(INGEST_E_CONFIG).
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "value.hpp"

namespace ingest::sdk::map {

[[noreturn]] void config_error(const std::string& what);

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

 private:
  const boost::json::object& object_;
  std::string what_;
};

// A copy that borrows nothing. Scalars only; null is the empty value.
Value constant(const boost::json::value& json, std::string_view what);

// The text form of a scalar, by which values are compared.
std::string constant_text(const boost::json::value& json, std::string_view what);

// What becomes of a value that can't be mapped.
enum class Policy { kDeadLetter, kEmpty };
Policy parse_policy(const Spec& spec, std::string_view key);

}  // namespace ingest::sdk::map

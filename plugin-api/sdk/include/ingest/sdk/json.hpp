// json.hpp - reading JSON that nobody has vouched for.
//
// parse() bounds depth and size and checks UTF-8; the accessors never throw: a member that is
// missing, null or of another type reads as "nothing". All of it is thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::sdk::json {

struct Limits {
  std::size_t depth = 64;          // nested arrays and objects
  std::size_t bytes = 64u << 20u;  // of text
};

// Throws Error(INGEST_E_BAD_DATA, "not JSON: <reason> at byte N"), and INGEST_E_TOO_LARGE for a
// text beyond limits.bytes. storage, if given, must outlive the value.
boost::json::value parse(std::string_view text, const Limits& limits = {},
                         boost::json::storage_ptr storage = {});

// As parse(), for a text that must hold an object; what names it in the error: "projects page".
boost::json::object parse_object(std::string_view text, std::string_view what,
                                 const Limits& limits = {}, boost::json::storage_ptr storage = {});

// The member, unless it is missing or null.
const boost::json::value* value_at(const boost::json::object& object,
                                   std::string_view key) noexcept;

// Views live as long as the object. Empty when there is no such string.
std::string_view string_at(const boost::json::object& object, std::string_view key) noexcept;

// A string as it is; a number or bool as JSON writes it. For members that come as either.
std::string text_at(const boost::json::object& object, std::string_view key);
std::string text_of(const boost::json::value& value);

// A number, or a string that holds nothing but one.
std::optional<std::uint64_t> uint_at(const boost::json::object& object, std::string_view key);
std::optional<std::int64_t> int_at(const boost::json::object& object, std::string_view key);
std::optional<double> number_at(const boost::json::object& object, std::string_view key);

// true, false, "true", "false".
std::optional<bool> bool_at(const boost::json::object& object, std::string_view key) noexcept;

// An empty one when there is none, so that a null list reads as no rows.
const boost::json::array& array_at(const boost::json::object& object,
                                   std::string_view key) noexcept;
const boost::json::object& object_at(const boost::json::object& object,
                                     std::string_view key) noexcept;

// The value itself, if it is an object or array; else an empty one.
const boost::json::object& as_object(const boost::json::value& value) noexcept;
const boost::json::array& as_array(const boost::json::value& value) noexcept;

}  // namespace ingest::sdk::json

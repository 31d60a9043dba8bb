// number.hpp - values as numbers. Thread-safe.
#pragma once

#include <string_view>

#include "value.hpp"

namespace ingest::sdk::map {

// A number, or a text that holds nothing but a decimal one, as int64, uint64 or double; empty when
// it is neither, or not finite.
Value to_number(const Value& value);

// As int64 or uint64; empty when there is a fraction or it is out of range.
Value to_integer(const Value& value);

// The same number as int64 where it is whole and small enough, so that it prints without a point.
Value to_integer_if_whole(double number) noexcept;

// Of what to_number gives; 0 for all else.
double as_double(const Value& number) noexcept;

// Half away from zero, in decimal: 2.675 to 2 digits is 2.68.
double rounded(double number, int digits) noexcept;

}  // namespace ingest::sdk::map

// convert.hpp - a row's value as the type of its target. False means that it can't be; scratch.why
// says so. A list fits only a repeated target. Thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "scratch.hpp"
#include "value.hpp"

namespace ingest::sdk::map {

bool to_text(const Value& value, std::string_view& out, Scratch& scratch);
bool to_texts(const Value& value, std::span<const std::string_view>& out, Scratch& scratch);
bool to_bool(const Value& value, bool& out, Scratch& scratch);
bool to_uint(const Value& value, std::uint32_t most, std::uint32_t& out, Scratch& scratch);
bool to_real(const Value& value, double least, double most, double& out, Scratch& scratch);
bool to_time(const Value& value, Time& out, Scratch& scratch);

// A short name ("HIGH") or its number.
using EnumNames = std::vector<std::pair<std::string_view, int>>;
bool to_enum(const Value& value, const EnumNames& names, int& out, Scratch& scratch);

}  // namespace ingest::sdk::map

// convert.hpp - a row's value as the type of its target. False means that it can't be; why says
// so. A list fits only a repeated target. Thread-safe.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value.hpp"

namespace ingest::sdk::map {

bool to_text(const Value& value, std::string& out, std::string& why);
bool to_texts(const Value& value, std::vector<std::string>& out, std::string& why);
bool to_bool(const Value& value, bool& out, std::string& why);
bool to_uint(const Value& value, std::uint32_t most, std::uint32_t& out, std::string& why);
bool to_real(const Value& value, double least, double most, double& out, std::string& why);
bool to_time(const Value& value, Time& out, std::string& why);

// A short name ("HIGH") or its number.
using EnumNames = std::vector<std::pair<std::string_view, int>>;
bool to_enum(const Value& value, const EnumNames& names, int& out, std::string& why);

// Appends what is not there yet.
void append_new(std::vector<std::string> texts,
                google::protobuf::RepeatedPtrField<std::string>& field);

}  // namespace ingest::sdk::map

// demo_messages.hpp - the messages of the C++ demo connectors, serialized. Written twice, so that
// one class can be built with protobuf-lite and without any protobuf. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "demo_rows.h"

namespace demo {

std::string descriptor(const char* id);
std::string check();
std::string listing();
std::string report(const demo_unit& unit);
std::string asset(std::string_view unit, std::string_view name);
std::string finding(std::string_view unit, const demo_row& row);
std::string filtered();
std::string rejected(std::string_view unit, std::uint64_t number, const demo_row& row);

}  // namespace demo

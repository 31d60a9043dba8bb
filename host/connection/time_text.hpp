// time_text.hpp - durations ("500ms", "60s", "24h") and moments ("2026-12-01T02:00:00Z") as people
// write them. Pure, thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace ingest::host {

// A whole number and one of ms, s, m, h, d; up to ten years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// ISO 8601, date and time to the second; "Z", "+02:00" or nothing, which is UTC.
std::optional<std::chrono::sys_seconds> parse_moment(std::string_view text);

}  // namespace ingest::host

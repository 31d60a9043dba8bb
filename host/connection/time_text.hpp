// time_text.hpp - durations ("500ms", "60s", "24h"), moments ("2026-12-01T02:00:00Z") and times of
// day as people write them. Pure, thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

// A whole number and one of ms, s, m, h, d; up to ten years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// ISO 8601, date and time to the second; "Z", "+02:00" or nothing, which is UTC.
std::optional<std::chrono::sys_seconds> parse_moment(std::string_view text);

// "02:00" or "02:00:30", as the time since midnight.
std::optional<std::chrono::seconds> parse_time_of_day(std::string_view text);

// "2026-12-01T02:00:00Z"
std::string moment_text(std::chrono::sys_seconds moment);

}  // namespace ingest::host

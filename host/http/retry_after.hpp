// retry_after.hpp - how long a server asks to be left alone. Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace ingest::host {

// Longer ones count as this.
inline constexpr std::chrono::milliseconds kLongestRetryAfter = std::chrono::hours(24 * 365);

// Of an answer's "name: value\n" lines, names in lower case: seconds, or a date, which is held
// against the answer's own Date, else against now, so that a wrong clock on this machine does no
// harm. Empty: it asks for nothing, or for nothing that can be understood.
std::optional<std::chrono::milliseconds> retry_after(std::string_view headers,
                                                     std::chrono::system_clock::time_point now);

}  // namespace ingest::host

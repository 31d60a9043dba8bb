// time.hpp - dates as sources write them. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value.hpp"

namespace ingest::sdk::map {

// "2026-01-12T03:00:05.1234567Z", "2026-01-12t03:00:05+01:00"; up to 9 digits of a second; years 1
// to 9999 in UTC. zone_minutes stands in for a missing zone; without it a zone is required.
std::optional<Time> parse_rfc3339(std::string_view text,
                                  std::optional<int> zone_minutes = std::nullopt) noexcept;

// "2026-01-12", midnight of the zone.
std::optional<Time> parse_date(std::string_view text, int zone_minutes = 0) noexcept;

// "Z", "UTC", "+01:00" as minutes east of Greenwich.
std::optional<int> parse_zone(std::string_view text) noexcept;

// Nothing outside of the years 1 to 9999.
std::optional<Time> from_unix(std::int64_t count, std::int64_t per_second) noexcept;

std::string format_rfc3339(Time time);

}  // namespace ingest::sdk::map

// schedule.hpp - when a connection is to run, as its file says it. Times are UTC, which knows no
// daylight saving. Plain data; host/schedule says what it comes to.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace ingest::host {

// One of: at; every; time, on days of the week or of the month.
struct Schedule {
  std::optional<std::chrono::sys_seconds> at;
  std::optional<std::chrono::seconds> every;
  std::optional<std::chrono::seconds> time;  // since midnight
  std::uint8_t weekdays = 0;                 // bit 0: Sunday; with time
  std::uint32_t month_days = 0;              // bits 1 to 31; with time, instead of weekdays
  std::optional<std::chrono::sys_seconds> start;
  std::optional<std::chrono::sys_seconds> end;  // five years after start unless given

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

// The same day and time five years on; from 29 February that is 28 February.
std::chrono::sys_seconds five_years_after(std::chrono::sys_seconds start);

}  // namespace ingest::host

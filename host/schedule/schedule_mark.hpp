// schedule_mark.hpp - what must be remembered of a connection's schedule so that each due time is
// served once, whatever happens to the clock or to the program in between. Pure.
//
// 1. What fell due while nobody looked is served once, by its latest due time.
// 2. A due time that was served is not served again: the latest ones are remembered one by one, and
//    while the clock is set back by a day at most, whatever is earlier than the latest one counts
//    as served. A clock that is set back further was wrong before, and what it made us skip is due.
// 3. What was due before the schedule was first seen, or seen changed or made active, is not
// missed.
//    The single occurrence is: it is served once, ever.
// 4. After its end a schedule is never due. Nor is any while the clock has evidently not been set.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "connection/schedule.hpp"
#include "schedule/timetable.hpp"

namespace ingest::host {

struct ScheduleMark {
  std::string schedule;                          // as schedule_text() gives it; empty: not active
  std::chrono::sys_seconds first_seen{};         // when 'every' without a start begins to count
  std::chrono::sys_seconds since{};              // what was due earlier was not missed
  std::vector<std::chrono::sys_seconds> served;  // at most kServedMost, the latest at the end

  friend bool operator==(const ScheduleMark&, const ScheduleMark&) = default;
};

constexpr std::size_t kServedMost = 64;

// Tells two schedules apart.
std::string schedule_text(const Schedule& schedule);

// The mark brought up to date with what the connection says now; schedule is null for one that is
// inactive or has none.
ScheduleMark seen(ScheduleMark mark, const Schedule* schedule, std::chrono::sys_seconds now);

// What is to be served now, if anything. The mark is up to date.
std::optional<std::chrono::sys_seconds> due(const Timetable& timetable, const ScheduleMark& mark,
                                            std::chrono::sys_seconds now);

bool is_served(const ScheduleMark& mark, std::chrono::sys_seconds due);
// The mark once that was served.
ScheduleMark served(ScheduleMark mark, std::chrono::sys_seconds due);

// When due() will have something next, as far as the clock goes on as it does. Not before now.
std::optional<std::chrono::sys_seconds> next_due(const Timetable& timetable,
                                                 const ScheduleMark& mark,
                                                 std::chrono::sys_seconds now);

// On one line, and back; nothing for a text that is none.
std::string mark_text(const ScheduleMark& mark);
std::optional<ScheduleMark> parse_mark(const std::string& text);

}  // namespace ingest::host

// timetable.cc - see timetable.hpp.
#include "schedule/timetable.hpp"

#include <algorithm>

namespace ingest::host {
namespace {

namespace chr = std::chrono;
using chr::sys_days;
using chr::sys_seconds;

// Every schedule by days is due within this many, whatever the month.
constexpr chr::days kLongestGap{62};

}  // namespace

Timetable::Timetable(const Schedule& schedule, sys_seconds first_seen) : schedule_(schedule) {
  if (schedule_.at) return;
  if (!schedule_.start) schedule_.start = first_seen;
  if (!schedule_.end) schedule_.end = five_years_after(*schedule_.start);
}

bool Timetable::is_due_on(sys_days day) const {
  if (schedule_.month_days == 0)
    return (schedule_.weekdays >> chr::weekday(day).c_encoding() & 1U) != 0;
  const chr::year_month_day date(day);
  const unsigned number = static_cast<unsigned>(date.day());
  const bool is_last = date == chr::year_month_day(date.year() / date.month() / chr::last);
  // The last day of a month stands for those that it lacks.
  const std::uint32_t days = schedule_.month_days >> number;
  return is_last ? days != 0 : (days & 1U) != 0;
}

std::optional<sys_seconds> Timetable::next_after(sys_seconds moment) const {
  if (schedule_.at) return *schedule_.at > moment ? schedule_.at : std::nullopt;
  const sys_seconds earliest = std::max(moment + chr::seconds(1), *schedule_.start);
  std::optional<sys_seconds> due;
  if (schedule_.every) {
    const auto passed = earliest - *schedule_.start;
    const auto periods = (passed + *schedule_.every - chr::seconds(1)) / *schedule_.every;
    due = *schedule_.start + periods * *schedule_.every;
  } else {
    const sys_days first = chr::floor<chr::days>(earliest);
    for (sys_days day = first; !due && day <= first + kLongestGap; day += chr::days(1))
      if (is_due_on(day) && day + *schedule_.time >= earliest) due = day + *schedule_.time;
  }
  return due && *due <= *schedule_.end ? due : std::nullopt;
}

std::optional<sys_seconds> Timetable::last_until(sys_seconds moment) const {
  if (schedule_.at) return *schedule_.at <= moment ? schedule_.at : std::nullopt;
  const sys_seconds latest = std::min(moment, *schedule_.end);
  if (latest < *schedule_.start) return std::nullopt;
  std::optional<sys_seconds> due;
  if (schedule_.every) {
    due = latest - (latest - *schedule_.start) % *schedule_.every;
  } else {
    const sys_days last = chr::floor<chr::days>(latest);
    for (sys_days day = last; !due && day >= last - kLongestGap; day -= chr::days(1))
      if (is_due_on(day) && day + *schedule_.time <= latest) due = day + *schedule_.time;
  }
  return due && *due >= *schedule_.start ? due : std::nullopt;
}

std::vector<sys_seconds> Timetable::between(sys_seconds from, sys_seconds to,
                                            std::size_t most) const {
  std::vector<sys_seconds> all;
  auto due = next_after(from);
  for (; due && *due <= to && all.size() < most; due = next_after(*due)) all.push_back(*due);
  return all;
}

}  // namespace ingest::host

// schedule_reader.cc - see schedule_reader.hpp.
#include "connection/schedule_reader.hpp"

#include "connection/time_text.hpp"

namespace ingest::host {
namespace {

std::chrono::sys_seconds read_moment(const YamlValue& value) {
  const auto moment = parse_moment(value.text());
  if (!moment) value.fail("must be a moment in UTC, e.g. 2026-12-01T02:00:00Z");
  return *moment;
}

// The same day and time five years on; from 29 February that is 28 February.
std::chrono::sys_seconds five_years_after(std::chrono::sys_seconds start) {
  namespace chr = std::chrono;
  const auto day = chr::floor<chr::days>(start);
  chr::year_month_day date = chr::year_month_day(day) + chr::years(5);
  if (!date.ok()) date = date.year() / date.month() / chr::last;
  return chr::sys_seconds(chr::sys_days(date)) + (start - chr::sys_seconds(day));
}

}  // namespace

Schedule read_schedule(const YamlValue& section) {
  Schedule schedule;
  for (const YamlValue& value : section.members({"every", "at", "start", "end"})) {
    if (value.key() == "at") {
      schedule.at = read_moment(value);
    } else if (value.key() == "start") {
      schedule.start = read_moment(value);
    } else if (value.key() == "end") {
      schedule.end = read_moment(value);
    } else {
      const auto every = parse_duration(value.text());
      if (!every || *every < std::chrono::seconds(1))
        value.fail("must be a duration of 1s or more, e.g. 24h or 7d");
      schedule.every = std::chrono::duration_cast<std::chrono::seconds>(*every);
    }
  }
  if (schedule.at.has_value() == schedule.every.has_value())
    section.fail("needs either 'at', for one run, or 'every', for recurring ones");
  if (schedule.at && (schedule.start || schedule.end))
    section.fail("has 'at', which goes with neither 'start' nor 'end'");
  if (schedule.start && schedule.end && *schedule.end <= *schedule.start)
    section.fail("ends before it starts");
  if (schedule.start && !schedule.end) schedule.end = five_years_after(*schedule.start);
  return schedule;
}

}  // namespace ingest::host

// schedule_reader.cc - see schedule_reader.hpp.
#include "connection/schedule_reader.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "connection/time_text.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

constexpr std::uint8_t kEveryDay = 0x7F;

// In the order of Schedule::weekdays.
const std::vector<std::string> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
const std::vector<std::string> kWeekdaysInFull = {"sunday",   "monday", "tuesday", "wednesday",
                                                  "thursday", "friday", "saturday"};

std::chrono::sys_seconds read_moment(const YamlValue& value) {
  const auto moment = parse_moment(value.text());
  if (!moment) value.fail("must be a moment in UTC, e.g. 2026-12-01T02:00:00Z");
  return *moment;
}

std::chrono::seconds read_every(const YamlValue& value) {
  const auto every = parse_duration(value.text());
  if (!every || *every < std::chrono::seconds(1))
    value.fail("must be a duration of 1s or more, e.g. 24h or 7d");
  return std::chrono::duration_cast<std::chrono::seconds>(*every);
}

std::chrono::seconds read_time(const YamlValue& value) {
  const auto time = parse_time_of_day(value.text());
  if (!time) value.fail("must be a time of day in UTC, e.g. \"02:00\"");
  return *time;
}

std::uint8_t read_weekday(const YamlValue& value) {
  const std::string text = value.text();
  for (const auto* names : {&kWeekdays, &kWeekdaysInFull}) {
    const auto found = std::find(names->begin(), names->end(), text);
    if (found != names->end()) return static_cast<std::uint8_t>(1U << (found - names->begin()));
  }
  value.fail("has no day '" + plain_text(text, 80) + "'; " + suggestion(text, kWeekdays));
}

std::uint8_t read_weekdays(const YamlValue& value) {
  if (value.is_scalar()) {
    if (value.text() == "daily") return kEveryDay;
    value.fail("must be daily or a list of weekdays, e.g. [mon, thu]");
  }
  std::uint8_t days = 0;
  for (const YamlValue& day : value.list()) days |= read_weekday(day);
  if (days == 0) value.fail("names no day");
  return days;
}

std::uint32_t read_month_days(const YamlValue& value) {
  std::uint32_t days = 0;
  for (const YamlValue& day : value.list()) {
    const std::string text = day.text();
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > 31)
      day.fail("holds days of the month, 1 to 31; where a month is shorter, its last day counts");
    days |= 1U << number;
  }
  if (days == 0) value.fail("names no day");
  return days;
}

void check_kind(const YamlValue& section, const Schedule& schedule, bool has_days) {
  if (has_days && schedule.month_days != 0)
    section.fail("has both 'days' and 'monthly'; choose one");
  if ((has_days || schedule.month_days != 0) && !schedule.time)
    section.fail("has days, but no time of day", "add e.g. time: \"02:00\", in UTC");
  const int kinds = (schedule.at ? 1 : 0) + (schedule.every ? 1 : 0) + (schedule.time ? 1 : 0);
  if (kinds != 1)
    section.fail(
        "needs one of 'at', for one run, and 'every' or 'time', for recurring ones; it has " +
            std::string(kinds == 0 ? "none" : "more than one"),
        "e.g. {every: 24h, start: 2026-12-01T02:00:00Z} or {days: [mon, thu], time: \"02:00\"}");
}

}  // namespace

std::chrono::sys_seconds five_years_after(std::chrono::sys_seconds start) {
  namespace chr = std::chrono;
  const auto day = chr::floor<chr::days>(start);
  chr::year_month_day date = chr::year_month_day(day) + chr::years(5);
  if (!date.ok()) date = date.year() / date.month() / chr::last;
  return chr::sys_seconds(chr::sys_days(date)) + (start - chr::sys_seconds(day));
}

Schedule read_schedule(const YamlValue& section) {
  Schedule schedule;
  bool has_days = false;
  for (const YamlValue& value :
       section.members({"every", "at", "days", "monthly", "time", "start", "end"})) {
    if (value.key() == "at") {
      schedule.at = read_moment(value);
    } else if (value.key() == "start") {
      schedule.start = read_moment(value);
    } else if (value.key() == "end") {
      schedule.end = read_moment(value);
    } else if (value.key() == "every") {
      schedule.every = read_every(value);
    } else if (value.key() == "time") {
      schedule.time = read_time(value);
    } else if (value.key() == "days") {
      schedule.weekdays = read_weekdays(value);
      has_days = true;
    } else {
      schedule.month_days = read_month_days(value);
    }
  }
  check_kind(section, schedule, has_days);
  if (schedule.at && schedule.start) section.fail("has 'at', which does not go with 'start'");
  if (schedule.at && schedule.end && *schedule.end < *schedule.at)
    section.fail("ends before its one run");
  if (schedule.start && schedule.end && *schedule.end <= *schedule.start)
    section.fail("ends before it starts");
  if (schedule.time && !has_days && schedule.month_days == 0) schedule.weekdays = kEveryDay;
  if (schedule.start && !schedule.end) schedule.end = five_years_after(*schedule.start);
  return schedule;
}

}  // namespace ingest::host

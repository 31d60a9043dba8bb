// schedule_mark.cc - see schedule_mark.hpp.
#include "schedule/schedule_mark.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "connection/time_text.hpp"

namespace ingest::host {
namespace {

namespace chr = std::chrono;
using chr::sys_seconds;

// The day that this was written: a clock that shows less has not been set since the machine
// started.
constexpr sys_seconds kClockIsSet = chr::sys_days(chr::year(2026) / 1 / 1);
constexpr chr::seconds kSetBack = chr::days(1);

// The end of the time that counts as served because the clock was there already.
std::optional<sys_seconds> served_until(const ScheduleMark& mark, sys_seconds now) {
  std::optional<sys_seconds> until;
  for (const sys_seconds due : mark.served)
    if (due - now <= kSetBack && (!until || due > *until)) until = due;
  return until;
}

std::optional<sys_seconds> seconds_of(const std::string& word) {
  chr::seconds::rep count = 0;
  const char* end = word.data() + word.size();
  const auto [at, error] = std::from_chars(word.data(), end, count);
  if (error != std::errc() || at != end) return std::nullopt;
  return sys_seconds(chr::seconds(count));
}

std::string optional_text(const std::optional<sys_seconds>& moment) {
  return moment ? moment_text(*moment) : std::string("-");
}

}  // namespace

bool is_served(const ScheduleMark& mark, sys_seconds due) {
  return std::find(mark.served.begin(), mark.served.end(), due) != mark.served.end();
}

std::string schedule_text(const Schedule& schedule) {
  std::ostringstream text;
  if (schedule.at) text << "at=" << moment_text(*schedule.at);
  if (schedule.every) text << "every=" << schedule.every->count();
  if (schedule.time)
    text << "time=" << schedule.time->count() << "/" << unsigned{schedule.weekdays} << "/"
         << schedule.month_days;
  text << "," << optional_text(schedule.start) << "," << optional_text(schedule.end);
  return text.str();
}

ScheduleMark seen(ScheduleMark mark, const Schedule* schedule, sys_seconds now) {
  const std::string text = schedule == nullptr ? std::string() : schedule_text(*schedule);
  if (now < kClockIsSet) return mark;
  if (mark.schedule != text) {
    mark.schedule = text;
    mark.first_seen = now;
    mark.since = now;
  } else if (mark.since > now + kSetBack) {  // the clock was wrong then
    mark.first_seen = std::min(mark.first_seen, now);
    mark.since = now;
  }
  return mark;
}

std::optional<sys_seconds> due(const Timetable& timetable, const ScheduleMark& mark,
                               sys_seconds now) {
  if (now < kClockIsSet || mark.schedule.empty()) return std::nullopt;
  if (timetable.end() && now > *timetable.end()) return std::nullopt;
  const auto last = timetable.last_until(now);
  if (!last || is_served(mark, *last)) return std::nullopt;
  if (timetable.is_single()) return last;
  if (*last < mark.since) return std::nullopt;
  const auto until = served_until(mark, now);
  return until && *last < *until ? std::nullopt : last;
}

ScheduleMark served(ScheduleMark mark, sys_seconds due) {
  if (is_served(mark, due)) return mark;
  mark.served.push_back(due);
  if (mark.served.size() > kServedMost) mark.served.erase(mark.served.begin());
  return mark;
}

std::optional<sys_seconds> next_due(const Timetable& timetable, const ScheduleMark& mark,
                                    sys_seconds now) {
  if (mark.schedule.empty()) return std::nullopt;
  if (due(timetable, mark, now)) return now;
  sys_seconds from = std::max(now, mark.since - chr::seconds(1));
  if (const auto until = served_until(mark, now)) from = std::max(from, *until);
  auto next = timetable.next_after(from);
  // One step for each that may be remembered from when the clock was ahead.
  while (next && is_served(mark, *next)) next = timetable.next_after(*next);
  return next;
}

std::string mark_text(const ScheduleMark& mark) {
  std::ostringstream text;
  text << (mark.schedule.empty() ? "-" : mark.schedule) << ' '
       << mark.first_seen.time_since_epoch().count() << ' '
       << mark.since.time_since_epoch().count();
  for (const sys_seconds due : mark.served) text << ' ' << due.time_since_epoch().count();
  return text.str();
}

std::optional<ScheduleMark> parse_mark(const std::string& text) {
  std::istringstream in(text);
  ScheduleMark mark;
  in >> mark.schedule;
  if (mark.schedule == "-") mark.schedule.clear();
  std::vector<sys_seconds> moments;
  for (std::string word; in >> word;) {
    const auto moment = seconds_of(word);
    if (!moment || moments.size() == kServedMost + 2) return std::nullopt;
    moments.push_back(*moment);
  }
  if (moments.size() < 2) return std::nullopt;
  mark.first_seen = moments[0];
  mark.since = moments[1];
  mark.served.assign(moments.begin() + 2, moments.end());
  return mark;
}

}  // namespace ingest::host

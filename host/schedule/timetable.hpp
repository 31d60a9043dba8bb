// timetable.hpp - the moments at which a schedule is due, in seconds of UTC. Pure, thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "connection/schedule.hpp"

namespace ingest::host {

class Timetable {
 public:
  // first_seen stands in for what the schedule leaves open: 'every' without a start counts from it,
  // and what recurs without an end ends five years after it.
  Timetable(const Schedule& schedule, std::chrono::sys_seconds first_seen);

  // The first due time later than that.
  std::optional<std::chrono::sys_seconds> next_after(std::chrono::sys_seconds moment) const;
  // The latest one that is not later than that.
  std::optional<std::chrono::sys_seconds> last_until(std::chrono::sys_seconds moment) const;
  // Those later than from, and not later than to; the first ones when there are more than most.
  std::vector<std::chrono::sys_seconds> between(std::chrono::sys_seconds from,
                                                std::chrono::sys_seconds to,
                                                std::size_t most) const;

  bool is_single() const noexcept { return schedule_.at.has_value(); }
  // After it nothing is run, whatever was missed. None: a single occurrence without one.
  std::optional<std::chrono::sys_seconds> end() const noexcept { return schedule_.end; }

 private:
  bool is_due_on(std::chrono::sys_days day) const;

  Schedule schedule_;
};

}  // namespace ingest::host

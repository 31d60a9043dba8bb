// host_pauses.hpp - hosts that asked to be left alone for a while. Times are the caller's. One
// thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

namespace ingest::host::http {

class HostPauses {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  // Nothing goes to authority before until. Returns by how much that is later than before.
  Duration pause(const std::string& authority, Time now, Time until) {
    std::erase_if(ends_, [now](const auto& pause) { return pause.second < now; });
    Time& end = ends_[authority];
    const Time before = std::max(end, now);
    end = std::max(end, until);
    return std::max(end - before, Duration::zero());
  }
  bool paused(const std::string& authority, Time now) const {
    const auto found = ends_.find(authority);
    return found != ends_.end() && now < found->second;
  }
  // How long the shortest pause still lasts; longest when there is none.
  Duration left(Time now, Duration longest) const {
    for (const auto& [authority, end] : ends_) {
      if (now < end) longest = std::min(longest, end - now);
    }
    return longest;
  }

 private:
  std::map<std::string, Time> ends_;  // a connection has a host or two
};

}  // namespace ingest::host::http

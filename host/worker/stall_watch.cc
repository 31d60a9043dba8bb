// stall_watch.cc - see stall_watch.hpp.
#include "worker/stall_watch.hpp"

#include <algorithm>

namespace ingest::host {
namespace {

// Whoever writes what the log says may have been stopped, such as a pager: a thread that waits for
// it may hold up all others.
bool speaks(HostFunction function) {
  return function == HostFunction::kLog || function == HostFunction::kProgress;
}

bool is_kept_waiting_by_us(const BoxState& state) {
  // A thread of the connector's own works for one of its calls, and we don't know for which.
  if (state.others_within != HostFunction::kNone) return true;
  return std::any_of(state.calls.begin(), state.calls.end(),
                     [](const CallUnderWay& call) { return speaks(call.within); });
}

}  // namespace

std::optional<CallUnderWay> StallWatch::tick(const BoxState& state,
                                             std::chrono::milliseconds passed) {
  const bool nobody_counts = is_kept_waiting_by_us(state) || state.other_beats != other_beats_;
  other_beats_ = state.other_beats;
  std::map<std::size_t, Silence> still;
  std::optional<CallUnderWay> longest;
  std::chrono::milliseconds most{0};
  for (const CallUnderWay& call : state.calls) {
    if (nobody_counts || call.within != HostFunction::kNone) continue;
    Silence silence{call.beats, std::chrono::milliseconds(0)};
    if (const auto known = silent_.find(call.slot);
        known != silent_.end() && known->second.beats == call.beats)
      silence.lasted = known->second.lasted + passed;
    still.emplace(call.slot, silence);
    if (silence.lasted < patience_ || (longest && silence.lasted <= most)) continue;
    most = silence.lasted;
    longest = call;
  }
  silent_ = std::move(still);
  return longest;
}

}  // namespace ingest::host

// exchange.cc - the loop behind Exchange. One thread.
#include "ingest/sdk/exchange.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "ingest/sdk/wipe.hpp"

namespace ingest::sdk {
namespace {

// How often cancellation is looked at while no answer comes.
constexpr int32_t kPollMs = 250;

}  // namespace

Exchange::Exchange(const HttpClient& http, const Call& call)
    : http_(http), call_(call), max_under_way_(2 * std::max<size_t>(1, http.max_concurrency())) {}

Exchange::~Exchange() {
  for (std::deque<Waiting>& lane : lanes_) {
    for (Waiting& waiting : lane) {
      wipe(waiting.request.headers);
      wipe(waiting.request.body);
    }
  }
}

void Exchange::start(HttpRequest request, OnResponse on_response, Lane lane, uint64_t weight,
                     Prepare prepare) {
  lanes_[static_cast<size_t>(lane)].push_back(
      Waiting{std::move(request), std::move(on_response), weight, std::move(prepare)});
}

bool Exchange::waiting() const noexcept {
  return std::any_of(lanes_.begin(), lanes_.end(), [](const auto& lane) { return !lane.empty(); });
}

bool Exchange::has_place() const noexcept {
  if (under_way_.size() < max_under_way_) return true;
  if (under_way_.size() >= std::max(max_under_way_, kMostUnderWay)) return false;
  const Clock::time_point old = Clock::now() - kFresh;
  const auto fresh = std::count_if(under_way_.begin(), under_way_.end(),
                                   [old](const auto& entry) { return entry.second.since > old; });
  return static_cast<size_t>(fresh) < max_under_way_;
}

// The heaviest request goes when nothing else is under way, however heavy it is.
bool Exchange::fits(const Waiting& waiting) const noexcept {
  return waiting.weight == 0 || weight_under_way_ == 0 ||
         waiting.weight <= kWeightBudget - std::min(kWeightBudget, weight_under_way_);
}

// A deque keeps its elements where they are while a Prepare pushes to its end.
bool Exchange::drain(std::deque<Waiting>& lane) {
  bool moved = false;
  while (!lane.empty() && has_place()) {
    Waiting& front = lane.front();
    if (!fits(front)) break;
    if (front.prepare && !front.prepare(front.request)) break;
    Waiting next = std::move(front);
    lane.pop_front();
    hand_over(std::move(next));
    moved = true;
  }
  return moved;
}

// Again from the top as long as something moves: what a Prepare started goes into a lane that
// has had its turn.
void Exchange::fill() {
  bool moved = true;
  while (moved && has_place()) {
    moved = false;
    for (std::deque<Waiting>& lane : lanes_) moved |= drain(lane);
  }
  drain(lanes_.front());
}

void Exchange::hand_over(Waiting waiting) {
  waiting.request.tag = next_tag_++;
  try {
    http_.submit(call_, waiting.request);
  } catch (...) {
    wipe(waiting.request.headers);
    wipe(waiting.request.body);
    throw;
  }
  wipe(waiting.request.headers);
  wipe(waiting.request.body);
  weight_under_way_ += waiting.weight;
  under_way_.emplace(waiting.request.tag,
                     UnderWay{std::move(waiting.on_response), waiting.weight, Clock::now()});
}

void Exchange::run() {
  while (waiting() || !under_way_.empty()) {
    call_.check();
    fill();
    if (under_way_.empty())
      throw Error(INGEST_E_INTERNAL, "requests are waiting for something that nobody makes");
    std::optional<HttpResponse> response = http_.next(call_, kPollMs);
    if (!response) continue;
    const auto found = under_way_.find(response->tag());
    if (found == under_way_.end())
      throw Error(INGEST_E_INTERNAL, "the host answered a request that was never made");
    UnderWay done = std::move(found->second);
    under_way_.erase(found);
    // The answer stays in memory while its continuation runs, so its weight counts until then;
    // but a free place is used at once, to keep the connection busy meanwhile.
    fill();
    done.on_response(std::move(*response));
    weight_under_way_ -= done.weight;
  }
}

}  // namespace ingest::sdk

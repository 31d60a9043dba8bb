#include "http/backoff.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <utility>

#include "http/retry_after.hpp"

namespace ingest::host {
namespace {

using std::chrono::milliseconds;

Backoff::Random seeded_random() {
  auto engine = std::make_shared<std::mt19937_64>(std::random_device{}());
  return [engine] { return std::uniform_real_distribution<double>(0, 1)(*engine); };
}

RetryDecision final_because(std::string why) { return {std::nullopt, std::move(why)}; }

}  // namespace

std::string in_words(milliseconds duration) {
  const auto ms = duration.count();
  if (ms < 1000) return std::to_string(ms) + " ms";
  const auto tenths = (ms + 50) / 100;
  const std::string whole = std::to_string(tenths / 10);
  return (tenths % 10 == 0 || tenths >= 1000 ? whole : whole + "." + std::to_string(tenths % 10)) +
         " s";
}

Backoff::Backoff(const RetryLimits& limits)
    : Backoff(limits, seeded_random(), [] { return std::chrono::system_clock::now(); }) {}

Backoff::Backoff(const RetryLimits& limits, Random random, WallClock clock)
    : limits_(limits), random_(std::move(random)), clock_(std::move(clock)) {}

milliseconds Backoff::part_of(milliseconds whole) {
  return milliseconds(
      static_cast<milliseconds::rep>(random_() * static_cast<double>(whole.count())));
}

milliseconds Backoff::bound(unsigned attempt) const {
  milliseconds pause = std::min(limits_.initial_backoff, limits_.max_backoff);
  for (unsigned i = 1; i < attempt && pause < limits_.max_backoff; ++i) {
    pause = std::min(2 * pause, limits_.max_backoff);
  }
  return pause;
}

std::optional<milliseconds> Backoff::asked_pause(const AttemptOutcome& outcome) {
  if (!is_throttling(outcome)) return std::nullopt;
  const auto asked = retry_after(outcome.headers, clock_());
  return asked && *asked <= limits_.max_retry_after ? asked : std::nullopt;
}

RetryDecision Backoff::decide(unsigned attempt, const AttemptOutcome& outcome) {
  if (!is_transient(outcome) || attempt >= limits_.max_attempts) return {};
  const milliseconds left = limits_.max_elapsed - outcome.elapsed;
  milliseconds pause = part_of(bound(attempt));
  const bool answered = outcome.end == AttemptEnd::kAnswered;
  if (const auto asked = answered ? retry_after(outcome.headers, clock_()) : std::nullopt) {
    const std::string asks = "the server asks for a pause of " + in_words(*asked);
    if (*asked > limits_.max_retry_after) {
      return final_because(asks + ", and at most " + in_words(limits_.max_retry_after) +
                           " are waited for (http.retry.max_retry_after)");
    }
    if (*asked > left) {
      return final_because(asks + ", and " + in_words(std::max(left, milliseconds(0))) +
                           " are left (http.retry.max_elapsed)");
    }
    // Never earlier than asked for; and not all at the same moment.
    pause = *asked + part_of(std::min(limits_.initial_backoff, left - *asked));
  }
  if (pause > left || left <= milliseconds(0)) {
    return final_because("no attempt begins after " + in_words(limits_.max_elapsed) +
                         " (http.retry.max_elapsed)");
  }
  return {pause, {}};
}

}  // namespace ingest::host

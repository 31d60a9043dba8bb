// retry_policy.hpp - whether an attempt that ended is the last one. A policy is a function of its
// arguments, of a random source and of a wall clock; the engine owns the flow: it counts attempts,
// waits, queues the request again, and asks nothing when the request forbids repetition. Called on
// the engine's thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

// What ended an attempt.
enum class AttemptEnd {
  kAnswered,     // a whole answer came; its status decides
  kUnresolved,   // the resolver had no answer, this time
  kUnknownName,  // the resolver answered: there is no such host
  kConnection,   // no connection came about, or it was lost
  kTimeout,
  kStalled,   // the answer all but stopped
  kCutShort,  // the answer ended before its end
  kCorrupt,   // what came can't be decoded
  kHopeless,  // repeating can't help: a certificate, a bound, a rule of ours
};

struct AttemptOutcome {
  AttemptEnd end = AttemptEnd::kAnswered;
  int http_status = 0;
  std::string_view headers;  // "name: value\n" lines of the answer, names in lower case; borrowed
  std::chrono::milliseconds elapsed{0};  // since the first attempt began
};

struct RetryDecision {
  // Before the next attempt; empty: this one was final.
  std::optional<std::chrono::milliseconds> pause;
  // Why an attempt that is usually repeated is not, as a clause: "the server asks for a pause of
  // 600 s, and ...". Empty: it is repeated, or never is.
  std::string why_final;
};

class RetryPolicy {
 public:
  virtual ~RetryPolicy() = default;
  // attempt counts from 1.
  virtual RetryDecision decide(unsigned attempt, const AttemptOutcome& outcome) = 0;
  virtual unsigned max_attempts() const = 0;
  // How long the server asks to be left alone by all requests, when that is worth waiting for.
  virtual std::optional<std::chrono::milliseconds> asked_pause(const AttemptOutcome& outcome) = 0;
};

// Every attempt is final.
class NoRetries final : public RetryPolicy {
 public:
  RetryDecision decide(unsigned, const AttemptOutcome&) override { return {}; }
  unsigned max_attempts() const override { return 1; }
  std::optional<std::chrono::milliseconds> asked_pause(const AttemptOutcome&) override {
    return std::nullopt;
  }
};

// Whether a failure may pass by itself.
bool is_transient(const AttemptOutcome& outcome);

// Whether the server says that it gets too many requests.
bool is_throttling(const AttemptOutcome& outcome);

// The reason by which repetitions are counted: "status 503", "connection", "cut short", ...
std::string reason_of(const AttemptOutcome& outcome);

}  // namespace ingest::host

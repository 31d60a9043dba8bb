// exchange.hpp - many requests from one thread, each with its own continuation.
//
//   Exchange exchange(http, call);
//   exchange.start(request, [&](HttpResponse response) { ...; exchange.start(next, ...); });
//   exchange.run();   // returns when nothing is left to do
//
// Conventions
//   1. One thread: start is called before run, or by a continuation that run is executing.
//   2. About twice the host's concurrency is handed over; the rest waits here, where a later
//      but more important request can still overtake it (see Lane). What has been with the host
//      for a second or more does not count: it is being repeated, or slow, and must not hold
//      the others back.
//   3. Answers are handed on one by one, and each is freed when its continuation returns, so
//      a continuation that blocks in emit holds the whole exchange back. Besides, requests
//      that declare the size they expect (Weight) are held back while the declared sizes of
//      those under way exceed a budget, so that big pages do not pile up unread.
//   4. What a continuation throws leaves run. So does cancellation, as INGEST_E_CANCELLED.
//   5. A request may need something that is made ready late, such as a token (see Prepare).
//   6. Headers and body of each request are wiped once the host has its copy.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/http.hpp"

namespace ingest::sdk {

// Which waiting request goes first.
enum class Lane : uint8_t {
  kFirst = 0,   // what other requests can't be sent without: tokens
  kSteer = 1,   // what tells which requests there are: listings
  kFinish = 2,  // more of a unit that has begun
  kStart = 3,   // the first request of something new
};

class Exchange {
 public:
  using OnResponse = std::function<void(HttpResponse)>;
  // Completes the request just before it is handed over. False: not yet; the request keeps
  // its place, and is asked about again after the next answer or start.
  using Prepare = std::function<bool(HttpRequest&)>;

  static constexpr uint64_t kWeightBudget = 48U << 20;
  // How long a request counts as one that keeps the host busy, and how many there may be in all.
  static constexpr std::chrono::milliseconds kFresh{1000};
  static constexpr size_t kMostUnderWay = 512;

  Exchange(const HttpClient& http, const Call& call);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  // May be called from a Prepare too. weight is the number of bytes that the answer is expected to
  // have; 0: small or unknown. The request's tag is the exchange's own to use.
  void start(HttpRequest request, OnResponse on_response, Lane lane = Lane::kStart,
             uint64_t weight = 0, Prepare prepare = {});

  // Until nothing is waiting or under way.
  void run();

  const Call& call() const noexcept { return call_; }

 private:
  struct Waiting {
    HttpRequest request;
    OnResponse on_response;
    uint64_t weight;
    Prepare prepare;
  };
  using Clock = std::chrono::steady_clock;
  struct UnderWay {
    OnResponse on_response;
    uint64_t weight;
    Clock::time_point since;
  };

  void fill();
  bool fits(const Waiting& waiting) const noexcept;
  void hand_over(Waiting waiting);
  bool drain(std::deque<Waiting>& lane);
  bool waiting() const noexcept;
  bool has_place() const noexcept;

  HttpClient http_;
  Call call_;
  size_t max_under_way_;
  uint64_t next_tag_ = 1;
  uint64_t weight_under_way_ = 0;
  std::array<std::deque<Waiting>, 4> lanes_;
  std::unordered_map<uint64_t, UnderWay> under_way_;
};

}  // namespace ingest::sdk

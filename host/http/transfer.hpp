// transfer.hpp - one request on its way through its attempts. Holds the libcurl handle of the
// running attempt and what its callbacks collect. Used on the engine's thread only; its address
// must not change, because libcurl's callbacks hold it.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include "http/answer.hpp"
#include "http/body_memory.hpp"
#include "http/curl_handle.hpp"
#include "http/request.hpp"
#include "http/request_budget.hpp"
#include "http/response_store.hpp"
#include "http/tls_facts.hpp"
#include "http/verdict.hpp"
#include "http/wiring.hpp"

namespace ingest::host::http {

class Transfer {
 public:
  // number: of the request, in the order in which they were submitted.
  Transfer(std::unique_ptr<Request> request, uint64_t number)
      : request_(std::move(request)),
        number_(number),
        authority_(request_->target ? request_->target->authority() : ""),
        kind_(request_->target ? request_->target->without_query() : "") {}

  ~Transfer() {
    if (!delivered_) request_->queue->abandon_one();
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  uint64_t number() const { return number_; }
  const Request& request() const { return *request_; }
  unsigned attempts() const { return attempts_; }
  Clock::time_point attempt_started() const { return start_; }
  // The same for requests that differ in their query only.
  const std::string& kind() const { return kind_; }
  // "host:port" that the request is for.
  const std::string& authority() const { return authority_; }
  CURL* easy() const { return easy_.get(); }
  EasyHandle take_handle() { return std::move(easy_); }

  // Sets the handle up for the next attempt; then it can be added to a multi handle.
  void begin_attempt(EasyHandle easy, const Wiring& wiring, Clock::time_point now);

  // After the handle left the multi handle. Accounts for one exchange with the server.
  void end_exchange(CURLcode code);
  // When the answer is a redirect to follow, sets the handle up for that.
  bool follow_redirect(const Wiring& wiring, Clock::time_point now);

  // How the attempt ended; for a finished attempt only.
  const Verdict& verdict() const { return verdict_; }
  AttemptOutcome outcome(Clock::time_point now) const;
  void fail(Verdict verdict) { verdict_ = std::move(verdict); }
  // The system's resolver was asked why a name was not found.
  void set_unknown_name() { verdict_.end = AttemptEnd::kUnknownName; }
  // The name that could not be resolved: the proxy's, if there is one.
  std::string unresolved_name() const;
  // Another attempt follows: frees what this one received.
  void drop_answer() { answer_.drop(); }
  // None follows: how many there were, and why_final, go into the answer's error.
  void conclude(const std::string& why_final, Clock::time_point now);
  int http_status() const { return static_cast<int>(http_status_); }
  const std::string& headers() const { return answer_.headers(); }
  int http_version() const { return http_version_; }
  uint64_t body_size() const { return answer_.body().size(); }
  std::chrono::microseconds total(Clock::time_point now) const;
  // Gives the answer to the connector; takes what the transfer holds.
  void deliver(BodyMemory& memory, Clock::time_point now);

  // Of the last exchange.
  long connections_opened() const { return connections_; }
  uint64_t bytes_sent() const { return bytes_sent_; }
  uint64_t bytes_received() const { return bytes_received_; }

 private:
  friend struct TransferCallbacks;

  struct Durations {
    uint64_t resolve = 0, connect = 0, tls = 0, first_byte = 0;  // microseconds
  };

  void set_up(const Wiring& wiring, Clock::time_point now);
  void set_up_connection(const Wiring& wiring);
  void set_up_message();
  void add_durations();
  void check_json();
  std::unique_ptr<Response> make_response(BodyMemory& memory, Clock::time_point now);
  Ending ending(CURLcode code) const;
  int64_t mark(CURLINFO info) const;
  long number(CURLINFO info) const;

  std::unique_ptr<Request> request_;
  const uint64_t number_;
  const std::string authority_;
  const std::string kind_;
  EasyHandle easy_;
  unsigned attempts_ = 0;
  bool delivered_ = false;
  Clock::time_point first_start_{};

  // Of the attempt.
  Clock::time_point start_{};
  unsigned redirects_ = 0;
  TargetUrl target_;  // after redirects
  Durations durations_;
  Verdict verdict_;

  // Of the exchange: an attempt has one, and one more for each redirect followed.
  Answer answer_;
  std::array<char, CURL_ERROR_SIZE> words_{};
  std::shared_ptr<TlsFacts> tls_;
  unsigned handshakes_ = 0;  // begun, that with the proxy included
  std::string tried_;        // address
  bool ready_ = false;
  long low_speed_limit_ = 0;
  long low_speed_time_ = 0;
  bool out_of_memory_ = false;
  std::string proxy_;  // "host:port"
  bool proxy_tls_ = false;
  bool proxy_login_ = false;
  bool has_certificate_ = false;
  long http_status_ = 0;
  int http_version_ = 0;
  std::string remote_;
  long connections_ = 0;
  uint64_t bytes_sent_ = 0;
  uint64_t bytes_received_ = 0;
};

}  // namespace ingest::host::http

// Everything a request passes on its way to a service: the route, the token, the licence, the role,
// the books. Services see only requests that may be answered.
#ifndef TESTS_FAKE_CHECKMARX_ONE_FRONT_DOOR_H_
#define TESTS_FAKE_CHECKMARX_ONE_FRONT_DOOR_H_

#include <functional>
#include <string>
#include <vector>

#include "access_tokens.h"
#include "fault_plan.h"
#include "http_message.h"
#include "options.h"
#include "request_log.h"
#include "traffic_stats.h"

namespace fake_cx1 {

// How a service words a refusal (401, 403).
enum class RefusalStyle { kEmptyBody, kPlainText, kResultsJson };

struct Route {
  // The values of the "*" segments, in order.
  using Captures = std::vector<std::string>;

  std::string endpoint;  // its name in the books
  std::string method;
  std::vector<std::string> pattern;  // "*" matches any one segment
  bool needs_token = true;
  bool on_iam_listener = false;  // served there too, not only on the API listener
  bool in_the_books = true;
  std::vector<std::string> any_of_roles;  // empty: no role needed
  bool needs_dast_licence = false;
  RefusalStyle refusal = RefusalStyle::kEmptyBody;
  std::function<Reply(const Request&, const Captures&)> answer;
};

// Thread-safe.
class FrontDoor {
 public:
  // `tokens`, `stats`, `log` and `faults` must outlive this.
  FrontDoor(const Options& options, std::vector<Route> routes, AccessTokens& tokens,
            TrafficStats& stats, RequestLog& log, FaultPlan& faults);

  // Never throws; a service's exception becomes a 500. `struck`: what faults() said of the request.
  Reply Answer(Request request, const StruckFaults& struck);

  TrafficStats& stats() { return stats_; }
  FaultPlan& faults() { return faults_; }

 private:
  const Route* Find(const Request& request, Route::Captures& captures, bool& path_known) const;
  Reply Guarded(const Route& route, const Request& request, const Route::Captures& captures,
                std::string& token_id);
  bool HasRole(const Route& route) const;
  void Encode(const Request& request, const StruckFaults& struck, Reply& reply) const;

  const std::vector<std::string> roles_;
  const bool dast_enabled_;
  const bool gzip_;
  const std::vector<Route> routes_;
  AccessTokens& tokens_;
  TrafficStats& stats_;
  RequestLog& log_;
  FaultPlan& faults_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_FRONT_DOOR_H_

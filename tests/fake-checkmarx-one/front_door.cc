#include "front_door.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "byte_faults.h"
#include "delivery_faults.h"
#include "gzip.h"
#include "page_faults.h"
#include "reply_faults.h"

namespace fake_cx1 {
namespace {

constexpr std::size_t kLongestTarget = 8192;
constexpr std::size_t kWorthCompressing = 256;

bool Matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments,
             Route::Captures& captures) {
  if (pattern.size() != segments.size()) return false;
  captures.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "*") {
      captures.push_back(segments[i]);
    } else if (pattern[i] != segments[i]) {
      return false;
    }
  }
  return true;
}

Reply Refuse(RefusalStyle style, unsigned status) {
  const std::string word = status == 401 ? "Unauthorized" : "Forbidden";
  switch (style) {
    case RefusalStyle::kPlainText:
      return MakeReply(status, "text/plain; charset=utf-8", word);
    case RefusalStyle::kResultsJson:
      return MakeReply(status, kJson,
                       R"({"error":")" + word + R"(","code":)" + std::to_string(status) + "}");
    case RefusalStyle::kEmptyBody:
      break;
  }
  return EmptyReply(status);
}

Reply GatewayPage(unsigned status, const std::string& title) {
  return MakeReply(status, "text/html",
                   "<html>\n<head><title>" + title + "</title></head>\n<body>\n<center><h1>" +
                       title + "</h1></center>\n</body>\n</html>\n");
}

}  // namespace

FrontDoor::FrontDoor(const Options& options, std::vector<Route> routes, AccessTokens& tokens,
                     TrafficStats& stats, RequestLog& log, FaultPlan& faults)
    : roles_(options.identity.roles),
      dast_enabled_(options.identity.dast_enabled),
      gzip_(options.server.gzip),
      routes_(std::move(routes)),
      tokens_(tokens),
      stats_(stats),
      log_(log),
      faults_(faults) {}

const Route* FrontDoor::Find(const Request& request, Route::Captures& captures,
                             bool& path_known) const {
  for (const Route& route : routes_) {
    if (request.listener == ListenerKind::kIam && !route.on_iam_listener) continue;
    if (!Matches(route.pattern, request.segments, captures)) continue;
    path_known = true;
    if (route.method == request.method) return &route;
  }
  return nullptr;
}

bool FrontDoor::HasRole(const Route& route) const {
  if (route.any_of_roles.empty()) return true;
  return std::any_of(route.any_of_roles.begin(), route.any_of_roles.end(), [this](const auto& r) {
    return std::find(roles_.begin(), roles_.end(), r) != roles_.end();
  });
}

Reply FrontDoor::Guarded(const Route& route, const Request& request,
                         const Route::Captures& captures, std::string& token_id) {
  if (route.needs_token) {
    const auto id = tokens_.Check(request.authorization);
    if (!id) return Refuse(route.refusal, 401);
    token_id = *id;
  }
  if (route.needs_dast_licence && !dast_enabled_) return Refuse(route.refusal, 403);
  if (!HasRole(route)) return Refuse(route.refusal, 403);
  try {
    return route.answer(request, captures);
  } catch (const std::exception& error) {
    return MakeReply(500, "text/plain; charset=utf-8",
                     std::string("fake-checkmarx-one failed: ") + error.what());
  }
}

void FrontDoor::Encode(const Request& request, const StruckFaults& struck, Reply& reply) const {
  const bool takes_gzip = request.accept_encoding.find("gzip") != std::string::npos;
  if (struck.bytes && reply.stream.empty()) {
    const bool about_gzip = struck.bytes->kind() != "json-cut";
    if (takes_gzip || !about_gzip) SpoilBytes(*struck.bytes, reply);
    if (about_gzip) return;
  }
  if (gzip_ && takes_gzip && reply.body.size() >= kWorthCompressing) {
    reply.body = Gzip(reply.body);
    reply.headers.emplace_back("Content-Encoding", "gzip");
    reply.headers.emplace_back("Vary", "Accept-Encoding");
  }
}

Reply FrontDoor::Answer(Request request, const StruckFaults& struck) {
  Route::Captures captures;
  bool path_known = false;
  const Route* route = nullptr;
  Reply reply;
  std::string token_id;
  if (struck.revokes) tokens_.Revoke();
  request.distortion = Distortion(struck.windows);
  if (request.target.size() > kLongestTarget) {
    reply = GatewayPage(414, "414 Request-URI Too Large");
  } else if ((route = Find(request, captures, path_known)) != nullptr) {
    reply = struck.reply ? FaultyReply(*struck.reply, request)
                         : Guarded(*route, request, captures, token_id);
  } else if (path_known) {
    reply = MakeReply(405, kJson, R"({"message":"Method Not Allowed"})");
  } else {
    reply = GatewayPage(404, "404 Not Found");
  }
  if (route == nullptr || route->in_the_books) {
    const std::string endpoint = route == nullptr ? "unknown" : route->endpoint;
    stats_.CountRequest(endpoint, request, reply.status);
    log_.Write(endpoint, request, reply.status, token_id);
  }
  if (reply.status == 200) DistortPage(struck.pages, reply.body);
  Encode(request, struck, reply);
  if (struck.delivery) reply.delivery = DeliveryOf(*struck.delivery);
  return reply;
}

}  // namespace fake_cx1

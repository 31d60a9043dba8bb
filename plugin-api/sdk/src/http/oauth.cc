// oauth.cc - one token for many requests. One thread, that of the exchange.
#include "ingest/sdk/oauth.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "ingest/sdk/json.hpp"
#include "ingest/sdk/jwt.hpp"
#include "ingest/sdk/wipe.hpp"

namespace ingest::sdk {
namespace {

using std::chrono::seconds;

constexpr seconds kAssumedLifetime{300};
constexpr seconds kLongestLifetime{24 * 3600};
constexpr uint64_t kMaxTokenAnswer = 1U << 20;
// Of one request: a source that refuses it alone, whatever the token, must not be asked for ever.
constexpr unsigned kMostRepeats = 16;
// Tokens, of a source whose tokens did serve: while many requests are under way one may be revoked
// before its first answer is here.
constexpr unsigned kMostRefusedInARow = 5;

// From expires_in, which needs no agreement of clocks; else from the token's own exp.
seconds stated_lifetime(const boost::json::object& answer, std::string_view token) {
  if (const auto stated = json::int_at(answer, "expires_in"); stated && *stated > 0)
    return seconds(*stated);
  if (const auto claims = jwt_claims(token)) {
    if (const auto exp = claim_time(*claims, "exp")) {
      const auto now =
          std::chrono::duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch());
      if (seconds(*exp) > now) return seconds(*exp) - now;
    }
  }
  return kAssumedLifetime;
}

// A token goes into a header line: anything else in it would be a second header.
bool fits_header(std::string_view token) {
  return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20U && static_cast<unsigned char>(c) < 0x7FU;
  });
}

}  // namespace

AccessTokens::AccessTokens(Exchange& exchange, TokenEndpoint endpoint,
                           std::function<Clock::time_point()> now)
    : exchange_(exchange), endpoint_(std::move(endpoint)), now_(std::move(now)) {}

AccessTokens::~AccessTokens() { wipe(token_); }

bool AccessTokens::fresh() const { return !token_.empty() && now_() < renew_at_; }

bool AccessTokens::at_hand() {
  if (renewing_ || (trial_ && is_doubtful())) return false;
  if (fresh()) return true;
  renew();
  return false;
}

AccessTokens::Refusal AccessTokens::refused(uint64_t generation) {
  if (generation != generation_ || renewing_ || now_() >= renew_at_) return Refusal::kOldNews;
  renew_at_ = now_();
  const bool is_last = ++refused_in_a_row_ >= (served_ ? kMostRefusedInARow : 2);
  return is_last ? Refusal::kFinal : Refusal::kFirst;
}

void AccessTokens::renew() {
  HttpRequest request;
  request.method = "POST";
  request.url = endpoint_.url;
  request.header("Content-Type", "application/x-www-form-urlencoded");
  request.header("Accept", "application/json");
  request.body = endpoint_.form();
  request.flags = INGEST_HTTP_SENSITIVE | INGEST_HTTP_JSON;
  request.max_body = kMaxTokenAnswer;
  renewing_ = true;
  exchange_.start(
      std::move(request),
      [this](HttpResponse response) {
        accept(response);
        renewing_ = false;
      },
      Lane::kFirst);
}

void AccessTokens::accept(const HttpResponse& response) {
  const auto refuse = [&] {
    endpoint_.refuse(response);
    throw Error(INGEST_E_AUTH, "the token endpoint gave no token");
  };
  if (!response.arrived() || response.http_status() != 200) refuse();
  json::Limits limits;
  limits.depth = 16;
  limits.bytes = kMaxTokenAnswer;
  boost::json::object answer;
  try {
    answer = json::parse_object(response.body(), "the token endpoint", limits);
  } catch (const Error&) {
    refuse();
  }
  const std::string_view token = json::string_at(answer, "access_token");
  if (!fits_header(token)) refuse();
  lifetime_ = std::min(stated_lifetime(answer, token), kLongestLifetime);
  wipe(token_);
  token_ = token;
  ++generation_;
  renew_at_ = now_() + lifetime_ - std::min(seconds(60), lifetime_ / 4);
  for (auto& member : answer) {
    if (auto* text = member.value().if_string()) explicit_bzero(text->data(), text->size());
  }
}

void AuthorizedExchange::start(HttpRequest request, Exchange::OnResponse on_response, Lane lane,
                               uint64_t weight) {
  attempt(std::move(request), std::move(on_response), lane, weight, 0);
}

void AuthorizedExchange::attempt(HttpRequest request, Exchange::OnResponse on_response, Lane lane,
                                 uint64_t weight, unsigned repeats) {
  struct Use {
    uint64_t generation = 0;
    bool trial = false;
  };
  auto use = std::make_shared<Use>();
  auto prepare = [this, use](HttpRequest& outgoing) {
    if (!tokens_.at_hand()) return false;
    *use = {tokens_.generation(), tokens_.begin_trial()};
    constexpr std::string_view kName = "Authorization: Bearer ";
    // Reserved, so that no half of the token stays behind in a buffer that was outgrown.
    outgoing.headers.reserve(outgoing.headers.size() + kName.size() + tokens_.token().size() + 1);
    outgoing.headers.append(kName).append(tokens_.token()).append("\n");
    return true;
  };
  auto answered = [this, request, on_response = std::move(on_response), lane, weight, repeats,
                   use](HttpResponse response) mutable {
    if (use->trial) tokens_.end_trial();
    const bool refused = response.arrived() && response.http_status() == 401;
    if (response.arrived() && !refused) tokens_.accepted();
    auto refusal = AccessTokens::Refusal::kOldNews;
    if (refused) refusal = tokens_.refused(use->generation);
    // What was refused with a token that others found revoked is none the worse for it.
    if (refusal == AccessTokens::Refusal::kFirst) ++repeats;
    if (!refused || refusal == AccessTokens::Refusal::kFinal || repeats > kMostRepeats) {
      on_response(std::move(response));
      return;
    }
    attempt(std::move(request), std::move(on_response), lane, weight, repeats);
  };
  exchange_.start(std::move(request), std::move(answered), lane, weight, std::move(prepare));
}

}  // namespace ingest::sdk

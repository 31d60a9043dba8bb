// oauth.hpp - requests that carry an OAuth 2.0 bearer token, which is renewed as needed.
//
// AccessTokens gets a token from a token endpoint with one form POST and keeps it until
// shortly before it expires. AuthorizedExchange puts it on requests and, when one is answered
// 401, renews it and repeats the request.
//
// Conventions
//   1. One thread, that of the Exchange underneath.
//   2. A request gets its token when it is handed over, not when it is started, so a long queue
//      does not outlive its tokens.
//   3. However many requests wait for a token or are answered 401, one renewal serves all.
//   4. The token endpoint's refusal (any 4xx) is final: repeating it locks accounts.
//   5. A renewed token that is refused like the one before is final too, if no token ever served:
//      then it is not the token. Tokens that did serve may be revoked again and again; several in
//      a row that serve for nothing are final, and the later ones of these are tried by one
//      request before others use them.
//   6. Tokens and forms are wiped when they are no longer needed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "ingest/sdk/exchange.hpp"

namespace ingest::sdk {

struct TokenEndpoint {
  std::string url;
  // Makes the form body anew for each request; it is wiped after use.
  std::function<std::string()> form;
  // Throws, saying for people why the endpoint gave no token. Called for every answer that is
  // not a whole 200 with a usable token in it, and for transport failures.
  std::function<void(const HttpResponse&)> refuse;
};

class AccessTokens {
 public:
  using Clock = std::chrono::steady_clock;

  // now is replaced by tests only.
  AccessTokens(Exchange& exchange, TokenEndpoint endpoint,
               std::function<Clock::time_point()> now = Clock::now);
  AccessTokens(const AccessTokens&) = delete;
  AccessTokens& operator=(const AccessTokens&) = delete;
  ~AccessTokens();

  // True when a token is at hand that has some time left. Otherwise a renewal is under way
  // when this returns; its failure, the endpoint's refusal, leaves the exchange's run.
  bool at_hand();

  // The token of this generation was refused.
  enum class Refusal {
    kOldNews,  // a newer one is at hand or on its way
    kFirst,    // it will be renewed
    kFinal,    // so were those before: it is no use to renew it once more
  };
  Refusal refused(uint64_t generation);
  // The request that tries a doubtful token is under way, so that others wait for what it finds.
  bool begin_trial() noexcept { return trial_ = is_doubtful(); }
  void end_trial() noexcept { trial_ = false; }
  // Something was answered with a token.
  void accepted() noexcept {
    refused_in_a_row_ = 0;
    served_ = true;
  }

  // Empty until the first one has come.
  const std::string& token() const noexcept { return token_; }
  uint64_t generation() const noexcept { return generation_; }
  // Seconds that the present token was valid for when it came.
  std::chrono::seconds lifetime() const noexcept { return lifetime_; }

 private:
  bool fresh() const;
  bool is_doubtful() const noexcept { return refused_in_a_row_ >= 2; }
  void renew();
  void accept(const HttpResponse& response);

  Exchange& exchange_;
  TokenEndpoint endpoint_;
  std::function<Clock::time_point()> now_;
  std::string token_;
  uint64_t generation_ = 0;
  std::chrono::seconds lifetime_{0};
  Clock::time_point renew_at_{};
  bool renewing_ = false;
  unsigned refused_in_a_row_ = 0;
  bool served_ = false;
  bool trial_ = false;
};

class AuthorizedExchange {
 public:
  AuthorizedExchange(Exchange& exchange, AccessTokens& tokens)
      : exchange_(exchange), tokens_(tokens) {}

  // Like Exchange::start, with an Authorization header. An answer of 401 that reaches
  // on_response came with a token renewed in between: credentials are bad.
  void start(HttpRequest request, Exchange::OnResponse on_response, Lane lane = Lane::kStart,
             uint64_t weight = 0);

 private:
  void attempt(HttpRequest request, Exchange::OnResponse on_response, Lane lane, uint64_t weight,
               unsigned repeats);

  Exchange& exchange_;
  AccessTokens& tokens_;
};

}  // namespace ingest::sdk

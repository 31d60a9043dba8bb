#include "access_tokens.h"

namespace fake_cx1 {

void AccessTokens::Add(std::string token, std::string id, std::chrono::seconds lifetime) {
  const std::lock_guard lock(mutex_);
  tokens_.insert_or_assign(std::move(token),
                           Entry{std::move(id), std::chrono::steady_clock::now() + lifetime});
}

void AccessTokens::Revoke() {
  const std::lock_guard lock(mutex_);
  tokens_.clear();
}

std::optional<std::string> AccessTokens::Check(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::lock_guard lock(mutex_);
  if (revoke_after_ != 0 && checks_ == revoke_after_) tokens_.clear();
  ++checks_;
  if (!authorization.starts_with(kScheme)) return std::nullopt;
  const auto found = tokens_.find(std::string(authorization.substr(kScheme.size())));
  if (found == tokens_.end()) return std::nullopt;
  if (found->second.end <= std::chrono::steady_clock::now()) {
    tokens_.erase(found);
    return std::nullopt;
  }
  return found->second.id;
}

}  // namespace fake_cx1

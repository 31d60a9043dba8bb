// credential_expiry.hpp - when a secret expires, where it says so itself: a JSON Web Token
// (RFC 7519) with an "exp", as an API key of Checkmarx One is. Its signature is not looked at: the
// source does that. Pure, thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ingest::host {

// Nothing for what is no such token, says nothing of it, or something impossible.
std::optional<std::chrono::sys_seconds> credential_expiry(std::string_view secret) noexcept;

struct CredentialExpiry {
  std::string key;  // of the connection's config
  std::chrono::sys_seconds at;
};

// From here on people are warned.
inline constexpr std::chrono::days kExpiryNotice{14};
bool expires_soon(std::chrono::sys_seconds at, std::chrono::sys_seconds now) noexcept;

// what: "config.api_key". "config.api_key expires in 9 days, on 2026-12-06T10:00:00Z" or
// "config.api_key expired 2 days ago, on ...".
std::string expiry_sentence(std::string_view what, std::chrono::sys_seconds at,
                            std::chrono::sys_seconds now);

// What to do about it.
std::string expiry_hint(std::string_view connection, std::string_view key);

}  // namespace ingest::host

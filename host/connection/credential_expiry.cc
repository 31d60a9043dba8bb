// credential_expiry.cc - see credential_expiry.hpp.
#include "connection/credential_expiry.hpp"

#include <sodium.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "connection/time_text.hpp"
#include "diagnostics/secret_string.hpp"

namespace ingest::host {
namespace {

using std::chrono::sys_seconds;

constexpr std::size_t kMostToken = std::size_t{64} << 10U;
constexpr std::size_t kMostMemory = std::size_t{512} << 10U;
constexpr std::size_t kDeepest = 16;
constexpr double kLatest = 253402300799;  // the end of the year 9999

// base64url without padding (RFC 7515); wiped by the caller.
bool decode(std::string_view part, std::string& out) {
  out.resize(part.size());  // more than it takes
  std::size_t size = 0;
  if (part.empty() || ::sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                          part.data(), part.size(), nullptr, &size, nullptr,
                                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
    return false;
  out.resize(size);
  return true;
}

struct WipedText {
  WipedText() = default;
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  ~WipedText() { wipe(text); }
  std::string text;
};

// What is parsed of a secret lies in here, and nowhere else.
class WipedMemory {
 public:
  WipedMemory()
      : bytes_(kMostMemory, '\0'),
        resource_(reinterpret_cast<unsigned char*>(bytes_.data()), bytes_.size()) {}
  WipedMemory(const WipedMemory&) = delete;
  WipedMemory& operator=(const WipedMemory&) = delete;
  ~WipedMemory() { wipe(bytes_); }
  boost::json::storage_ptr storage() noexcept { return &resource_; }

 private:
  std::string bytes_;
  boost::json::static_resource resource_;
};

boost::json::value parsed(std::string_view part, WipedText& json, WipedMemory& memory) {
  if (!decode(part, json.text)) return nullptr;
  boost::json::parse_options strict;
  strict.max_depth = kDeepest;
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(json.text, error, memory.storage(), strict);
  if (error) return nullptr;
  return value;  // not a copy, which would lie elsewhere
}

std::optional<sys_seconds> moment_of(const boost::json::value& date) {
  double seconds = 0;
  if (date.is_int64()) {
    seconds = static_cast<double>(date.get_int64());
  } else if (date.is_uint64()) {
    seconds = static_cast<double>(date.get_uint64());
  } else if (date.is_double()) {
    seconds = std::floor(date.get_double());
  } else {
    return std::nullopt;
  }
  // 0 is what issuers write for "never".
  if (!(seconds > 0) || seconds > kLatest) return std::nullopt;
  return sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

std::optional<sys_seconds> expiry_of(std::string_view secret) {
  if (secret.size() > kMostToken) return std::nullopt;
  const std::size_t first = secret.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = secret.find('.', first + 1);
  if (second == std::string_view::npos || secret.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  WipedText header_text;
  WipedText claims_text;
  WipedMemory memory;
  const boost::json::value header = parsed(secret.substr(0, first), header_text, memory);
  if (!header.is_object() || !header.get_object().contains("alg")) return std::nullopt;
  const boost::json::value claims =
      parsed(secret.substr(first + 1, second - first - 1), claims_text, memory);
  if (!claims.is_object()) return std::nullopt;
  const boost::json::value* expiry = claims.get_object().if_contains("exp");
  return expiry == nullptr ? std::nullopt : moment_of(*expiry);
}

std::string span_text(std::chrono::seconds span) {
  using std::chrono::days;
  using std::chrono::hours;
  using std::chrono::minutes;
  const auto text = [](std::int64_t n, const char* unit) {
    return std::to_string(n) + " " + unit + (n == 1 ? "" : "s");
  };
  if (span >= days(2)) return text(span / days(1), "day");
  if (span >= hours(2)) return text(span / hours(1), "hour");
  return text(span / minutes(1), "minute");
}

}  // namespace

std::optional<sys_seconds> credential_expiry(std::string_view secret) noexcept try {
  return expiry_of(secret);
} catch (...) {  // no memory, or more than it may take
  return std::nullopt;
}

bool expires_soon(sys_seconds at, sys_seconds now) noexcept { return at - now <= kExpiryNotice; }

std::string expiry_sentence(std::string_view what, sys_seconds at, sys_seconds now) {
  const bool over = at <= now;
  return std::string(what) + (over ? " expired " : " expires in ") +
         span_text(over ? now - at : at - now) + (over ? " ago" : "") + ", on " + moment_text(at);
}

std::string expiry_hint(std::string_view connection, std::string_view key) {
  return "make a new one at the source, then: ingest connections edit " + std::string(connection) +
         " --secret-file " + std::string(key) + "=PATH";
}

}  // namespace ingest::host

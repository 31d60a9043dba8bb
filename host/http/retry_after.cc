#include "http/retry_after.hpp"

#include "http/curl_library.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "http/answer.hpp"

namespace ingest::host {
namespace {

using std::chrono::milliseconds;

constexpr size_t kLongestDate = 64;

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::chrono::system_clock::time_point> moment(std::string_view text) {
  // Without a letter it would be one of the other forms that curl_getdate knows.
  const bool named = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A'; });
  if (text.size() > kLongestDate || !named) return std::nullopt;
  const time_t time = http::curl().getdate(std::string(text).c_str(), nullptr);
  if (time < 0) return std::nullopt;
  return std::chrono::system_clock::from_time_t(time);
}

}  // namespace

std::optional<milliseconds> retry_after(std::string_view headers,
                                        std::chrono::system_clock::time_point now) {
  const std::string_view value = http::find_header(headers, "retry-after");
  if (value.empty()) return std::nullopt;
  if (all_digits(value)) {
    long long seconds = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    constexpr auto kMost = std::chrono::duration_cast<std::chrono::seconds>(kLongestRetryAfter);
    if (failed != std::errc() || seconds > kMost.count()) return kLongestRetryAfter;
    return std::chrono::seconds(seconds);
  }
  const auto when = moment(value);
  if (!when) return std::nullopt;
  const auto from = moment(http::find_header(headers, "date")).value_or(now);
  return std::clamp(std::chrono::duration_cast<milliseconds>(*when - from), milliseconds(0),
                    kLongestRetryAfter);
}

}  // namespace ingest::host

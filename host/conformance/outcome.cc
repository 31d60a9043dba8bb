// outcome.cc - see outcome.hpp.
#include "conformance/outcome.hpp"

#include <array>
#include <boost/json.hpp>

#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

constexpr std::array kNames = {"pass", "warn", "skip", "fail", "crash"};
constexpr std::size_t kLongestReason = 2048;

}  // namespace

std::string_view name_of(Outcome outcome) noexcept {
  return kNames.at(static_cast<std::size_t>(outcome));
}

std::string verdict_text(const Verdict& verdict) {
  return boost::json::serialize(
      boost::json::object{{"outcome", static_cast<std::int64_t>(verdict.outcome)},
                          {"reason", plain_text(verdict.reason, kLongestReason)},
                          {"hint", plain_text(verdict.hint, kLongestReason)},
                          {"milliseconds", verdict.milliseconds}});
}

Verdict verdict_of_text(std::string_view text) {
  Verdict verdict{Outcome::kCrash, "its process gave an answer that makes no sense", {}, 0};
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(text, error);
  const boost::json::object* all = error ? nullptr : value.if_object();
  if (all == nullptr) return verdict;
  const boost::json::value* outcome = all->if_contains("outcome");
  const boost::json::value* reason = all->if_contains("reason");
  const boost::json::value* hint = all->if_contains("hint");
  const boost::json::value* milliseconds = all->if_contains("milliseconds");
  if (outcome == nullptr || !outcome->is_int64() || outcome->get_int64() < 0 ||
      outcome->get_int64() >= static_cast<std::int64_t>(kNames.size()) || reason == nullptr ||
      !reason->is_string() || hint == nullptr || !hint->is_string() || milliseconds == nullptr)
    return verdict;
  verdict.outcome = static_cast<Outcome>(outcome->get_int64());
  verdict.reason = plain_text(reason->get_string(), kLongestReason);
  verdict.hint = plain_text(hint->get_string(), kLongestReason);
  boost::json::error_code ignored;
  verdict.milliseconds = milliseconds->to_number<std::uint64_t>(ignored);
  return verdict;
}

}  // namespace ingest::host::conformance

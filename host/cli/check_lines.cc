// check_lines.cc - see check_lines.hpp.
#include "cli/check_lines.hpp"

#include "cli/table.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

struct Mark {
  const char* sign;
  const char* color;
};

Mark mark_of(v1::CheckOutcome outcome) {
  switch (outcome) {
    case v1::CHECK_OUTCOME_PASSED:
      return {"✓", "\033[32m"};
    case v1::CHECK_OUTCOME_WARNING:
      return {"!", "\033[33m"};
    case v1::CHECK_OUTCOME_FAILED:
      return {"✗", "\033[31m"};
    default:
      return {"–", "\033[2m"};
  }
}

constexpr std::size_t kTitleWidth = 34;

// A connector's words, which may repeat what a server said.
std::string shown(const std::string& text, std::size_t max = 2048) {
  return plain_text(redactor().apply(text), max);
}

const char* failure_name(v1::CheckFailure failure) noexcept {
  switch (failure) {
    case v1::CHECK_FAILURE_CONFIGURATION:
      return "configuration";
    case v1::CHECK_FAILURE_CREDENTIALS:
      return "credentials";
    case v1::CHECK_FAILURE_NETWORK:
      return "network";
    case v1::CHECK_FAILURE_SOURCE:
      return "source";
    default:
      return "";
  }
}

}  // namespace

const char* outcome_name(v1::CheckOutcome outcome) noexcept {
  switch (outcome) {
    case v1::CHECK_OUTCOME_PASSED:
      return "passed";
    case v1::CHECK_OUTCOME_WARNING:
      return "warning";
    case v1::CHECK_OUTCOME_FAILED:
      return "failed";
    case v1::CHECK_OUTCOME_NOT_RUN:
      return "not-run";
    default:
      return "unknown";
  }
}

std::string CheckLines::text(const v1::CheckResult& check) const {
  const Mark mark = mark_of(check.outcome());
  const bool ran = check.outcome() != v1::CHECK_OUTCOME_NOT_RUN;
  std::string title = shown(check.title(), 80);
  const std::size_t seen = display_width(title);
  title.append(seen < kTitleWidth ? kTitleWidth - seen : 1, ' ');
  std::string all = "  ";
  if (color_) all += mark.color;
  all += mark.sign;
  if (color_) all += "\033[0m";
  all += " " + title + (ran ? std::to_string(check.duration_ms()) + " ms" : "not run") + "\n";
  const auto add = [&](const char* label, const std::string& what) {
    if (what.empty()) return;
    const std::string indent(13, ' ');
    const std::string plain = shown(what);
    all += "    " + std::string(label) +
           (width_ > 40 ? wrapped(plain, width_ - indent.size(), indent) : plain) + "\n";
  };
  if (ran) {
    add("tried    ", check.tried());
    add("observed ", check.observed());
    add("hint     ", check.hint());
  }
  return all;
}

boost::json::object check_json(const v1::CheckResult& check) {
  boost::json::object all;
  all["id"] = plain_text(check.id());
  all["title"] = shown(check.title());
  all["outcome"] = outcome_name(check.outcome());
  all["duration_ms"] = check.duration_ms();
  all["tried"] = shown(check.tried());
  all["observed"] = shown(check.observed());
  all["hint"] = shown(check.hint());
  all["failure"] = failure_name(check.failure());
  return all;
}

}  // namespace ingest::host

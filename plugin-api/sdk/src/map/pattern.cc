#include "pattern.hpp"

#include <algorithm>
#include <boost/regex.hpp>
#include <optional>
#include <stdexcept>

#include "ingest/sdk/connector.hpp"
#include "linear_pattern.hpp"
#include "value.hpp"

namespace ingest::sdk::map {
namespace {

// Boost.Regex gives up after (subject length)^2 or (subject length)(expression length)^2 steps,
// whichever is more: a few tens of millions with the bounds that we put on both.
constexpr std::size_t kLongestExpression = 256;

[[noreturn]] void fail(const std::string& expression, const std::string& why) {
  throw Error(INGEST_E_CONFIG, "the regular expression '" + cut(expression) + "' " + why);
}

}  // namespace

struct Pattern::Compiled {
  std::string expression;
  boost::regex regex;
  std::size_t capture = 0;
  std::string name;  // if not empty, instead of the number
  std::optional<LinearPattern> linear;
};

namespace {

// Where ^ and $ match inside a subject.
bool has_line_ends(std::string_view subject) noexcept {
  return std::any_of(subject.begin(), subject.end(),
                     [](char c) { return c == '\n' || c == '\r' || c == '\f'; });
}

}  // namespace

Pattern::Pattern(const std::string& expression, bool ignore_case)
    : compiled_(std::make_unique<Compiled>()) {
  compiled_->expression = expression;
  if (expression.size() > kLongestExpression) {
    fail(expression, "is longer than " + std::to_string(kLongestExpression) + " bytes");
  }
  if (expression.empty()) fail(expression, "is empty");
  try {
    boost::regex::flag_type flags = boost::regex::perl;
    if (ignore_case) flags |= boost::regex::icase;
    compiled_->regex.assign(expression, flags);
  } catch (const std::exception& e) {
    fail(expression, std::string("is not valid: ") + e.what());
  }
  compiled_->linear = LinearPattern::parse(expression, ignore_case);
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

void Pattern::choose(std::size_t number) {
  // mark_count counts the captures, the whole match not among them.
  if (number > compiled_->regex.mark_count()) {
    fail(compiled_->expression, "has no capture " + std::to_string(number));
  }
  compiled_->capture = number;
}

void Pattern::choose(const std::string& name) {
  // A name that is not there reads as a capture that never takes part: find it in the text.
  const bool there = compiled_->expression.find("(?<" + name + ">") != std::string::npos ||
                     compiled_->expression.find("(?'" + name + "'") != std::string::npos;
  if (name.empty() || !there) fail(compiled_->expression, "has no capture named '" + name + "'");
  compiled_->name = name;
}

Pattern::Result Pattern::search(std::string_view subject, std::string_view* captured) const {
  if (subject.size() > kLongestSubject) return Result::kNoMatch;
  if (compiled_->linear) {
    std::string_view text;
    if (compiled_->linear->matches(subject, compiled_->capture, text)) {
      if (captured != nullptr) *captured = text;
      return Result::kMatch;
    }
    if (!has_line_ends(subject)) return Result::kNoMatch;
  }
  try {
    boost::cmatch match;
    const char* const end = subject.data() + subject.size();
    if (!boost::regex_search(subject.data(), end, match, compiled_->regex)) {
      return Result::kNoMatch;
    }
    if (captured != nullptr) {
      const boost::csub_match& sub = compiled_->name.empty()
                                         ? match[static_cast<int>(compiled_->capture)]
                                         : match[compiled_->name];
      *captured = sub.matched ? std::string_view(sub.first, static_cast<std::size_t>(sub.length()))
                              : std::string_view();
    }
    return Result::kMatch;
  } catch (const std::runtime_error&) {  // too complex, or out of its own stack
    return Result::kGaveUp;
  }
}

}  // namespace ingest::sdk::map

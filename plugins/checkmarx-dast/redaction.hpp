// redaction.hpp - HTTP traffic of a finding made fit to keep: credentials replaced, in two steps,
// since what a cookie header names as a cookie may stand without its name in a body. One thread;
// one redaction for each finding.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace checkmarx::dast {

class Redaction {
 public:
  static constexpr std::string_view kMark = "[redacted]";

  // Remembers the credentials that stand in text.
  void learn(std::string_view text);

  // The text without credentials, its own and those learnt, cut to max bytes between characters.
  std::string apply(std::string_view text, size_t max) const;

 private:
  void remember(std::string_view secret);

  std::set<std::string, std::less<>> secrets_;
};

}  // namespace checkmarx::dast

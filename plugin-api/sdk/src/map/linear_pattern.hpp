// linear_pattern.hpp - regular expressions that can be matched in one pass over the subject,
// without ever going back: those that span it from ^ to $ and in which the next character alone
// decides how to go on, such as ^CVE-[0-9]{4}-[0-9]{4,}$. Immutable, so thread-safe.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ingest::sdk::map {

class LinearPattern {
 public:
  // Nothing when the expression is not of this kind, or too unusual to be sure. It must be valid as
  // Boost.Regex's Perl syntax.
  static std::optional<LinearPattern> parse(std::string_view expression, bool ignore_case);

  // Whether the whole subject matches; then captured is the text of that capture (0: all of it), or
  // empty when it took no part.
  bool matches(std::string_view subject, std::size_t capture, std::string_view& captured) const;

 private:
  friend class LinearParser;
  using Characters = std::bitset<256>;
  struct Step {
    enum class Kind : std::uint8_t {
      kRun,      // least to most of the characters
      kSkip,     // of what follows up to target, if the next one is none of the characters
      kCapture,  // begins, or ends
    };
    Kind kind = Kind::kRun;
    bool ends = false;
    std::size_t least = 1;
    std::size_t most = 1;
    std::size_t number = 0;  // of the capture
    std::size_t target = 0;
    Characters characters;
  };

  std::vector<Step> steps_;
};

}  // namespace ingest::sdk::map

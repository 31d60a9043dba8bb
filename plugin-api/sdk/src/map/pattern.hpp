// pattern.hpp - a regular expression of a map, run over text that nobody has vouched for.
//
// Boost.Regex (Perl syntax, named captures) rather than std::regex: it keeps its state on the heap
// instead of recursing, and gives up after a bounded number of steps. Immutable, so thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace ingest::sdk::map {

class Pattern {
 public:
  static constexpr std::size_t kLongestSubject = 1024;  // bytes; a longer one does not match

  // Throws Error(INGEST_E_CONFIG).
  Pattern(const std::string& expression, bool ignore_case);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  enum class Result { kMatch, kNoMatch, kGaveUp };

  // Searches anywhere in subject; anchor with ^ and $ for the whole. captured, if not null, is set
  // to the text of the chosen capture, which may be empty.
  Result search(std::string_view subject, std::string_view* captured = nullptr) const;

  // Which capture search() yields: a number, 0 being the whole match, or a name. Throws
  // Error(INGEST_E_CONFIG) when the expression has no such capture.
  void choose(std::size_t number);
  void choose(const std::string& name);

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace ingest::sdk::map

// Patterns that are matched in one pass say what the library's search says of the same.
#include "pattern.hpp"

#include <gtest/gtest.h>

#include <boost/regex.hpp>
#include <optional>
#include <random>

#include "linear_pattern.hpp"

namespace ingest::sdk::map {
namespace {

using Found = std::optional<std::string>;  // the capture; nothing: no match

Found by_search(const boost::regex& regex, const std::string& subject, int capture) {
  boost::smatch match;
  if (!boost::regex_search(subject, match, regex)) return std::nullopt;
  return match[capture].str();
}

Found by_pattern(const Pattern& pattern, const std::string& subject) {
  std::string_view captured;
  if (pattern.search(subject, &captured) != Pattern::Result::kMatch) return std::nullopt;
  return std::string(captured);
}

TEST(LinearPattern, AreThoseOfTheDefaultMaps) {
  for (const char* expression :
       {"^CVE-[0-9]{4}-[0-9]{4,}$", "^(?:CWE-)?0*([1-9][0-9]{0,5})$", R"(^\s*NOT_EXPLOITABLE\s*$)",
        R"((?i)^\s*not[ _]exploitable\s*$)", "^(?:CWE-)?([1-9][0-9]*)$", "^$", "^a?b+$",
        R"(^\d+\.\d+$)", "^(a)(?:b(c))?$"})
    EXPECT_TRUE(LinearPattern::parse(expression, false)) << expression;
}

TEST(LinearPattern, AreNoneThatNeedASearchOrAChoice) {
  for (const char* expression : {"a",
                                 "^a",
                                 "a$",
                                 "^a*a$",
                                 "^a?a$",
                                 "^(?:ab)?a$",
                                 "^a|b$",
                                 "^(a|b)$",
                                 "^(?:ab)*$",
                                 "^a+?$",
                                 "^a*+$",
                                 "^ab?+c$",
                                 "^ab?*c$",
                                 "^ab?{2}c$",
                                 "^ab??c$",
                                 "^[^a]$",
                                 "^.$",
                                 "^\\w$",
                                 "^\\ba$",
                                 "^[a-Z]$",
                                 "^[[:alpha:]]$",
                                 "^\xC3\xA4$",
                                 "^(?<n>a)$",
                                 "^(?=a)a$",
                                 "^(a)\\1$",
                                 "^a$b$",
                                 "^^a$",
                                 "^(?:a?)?$",
                                 "^a{2000}$",
                                 "^[a-]$",
                                 "^(?:(?:a)?b)?b$"})
    EXPECT_FALSE(LinearPattern::parse(expression, false)) << expression;
}

TEST(LinearPattern, AreReadAtOnceHoweverManyGroupsCanBeLeftOut) {
  std::string nested = "^";
  for (int i = 0; i < 500; ++i) nested += "(?:a?)?";
  EXPECT_FALSE(LinearPattern::parse(nested + "$", false));
}

TEST(Pattern, LinesWithinASubjectCount) {
  const Pattern pattern("^a+$", false);
  EXPECT_EQ(by_pattern(pattern, "aa"), "aa");
  EXPECT_EQ(by_pattern(pattern, "b\naa\nb"), "aa") << "^ and $ match at line ends too";
  EXPECT_EQ(by_pattern(pattern, "aab"), std::nullopt);
}

class RandomPattern {
 public:
  explicit RandomPattern(unsigned seed) : engine_(seed) {}

  std::string expression() {
    std::string all = below(6) == 0 ? "(?i)^" : "^";
    const std::size_t parts = below(6);
    for (std::size_t i = 0; i < parts; ++i) all += part(0);
    return all + "$";
  }
  std::string subject() {
    static constexpr std::string_view kLetters = "aAbB10- _\n.";
    std::string all;
    const std::size_t size = below(9);
    for (std::size_t i = 0; i < size; ++i) all += kLetters[below(kLetters.size())];
    return all;
  }

 private:
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }
  std::string part(int depth) {
    if (depth < 2 && below(5) == 0) {
      std::string group = below(2) == 0 ? "(" : "(?:";
      const std::size_t parts = 1 + below(3);
      for (std::size_t i = 0; i < parts; ++i) group += part(depth + 1);
      return group + (below(2) == 0 ? ")?" : ")");
    }
    static const char* const kAtoms[] = {"a", "B", "-",   "[0-9]", "[ab]", "[A-B_]",
                                         "1", "_", "\\s", "\\d",   "\\.",  "[a-b1]"};
    static const char* const kRepeats[] = {"",    "",      "",      "?",    "*",  "+",
                                           "{2}", "{1,3}", "{0,2}", "{2,}", "?+", "??"};
    return std::string(kAtoms[below(std::size(kAtoms))]) + kRepeats[below(std::size(kRepeats))];
  }

  std::mt19937 engine_;
};

TEST(Pattern, FindsWhatTheLibraryFinds) {
  int linear = 0;
  int matched = 0;
  for (unsigned seed = 1; seed <= 6000; ++seed) {
    RandomPattern random(seed);
    const std::string expression = random.expression();
    const bool ignore_case = seed % 5 == 0;
    if (!LinearPattern::parse(expression, ignore_case)) continue;
    ++linear;
    const boost::regex regex(
        expression, ignore_case ? boost::regex::perl | boost::regex::icase : boost::regex::perl);
    for (std::size_t capture = 0; capture <= regex.mark_count(); ++capture) {
      Pattern pattern(expression, ignore_case);
      pattern.choose(capture);
      for (int i = 0; i < 40; ++i) {
        const std::string subject = random.subject();
        const Found expected = by_search(regex, subject, static_cast<int>(capture));
        ASSERT_EQ(by_pattern(pattern, subject), expected)
            << expression << " on '" << subject << "', capture " << capture;
        matched += expected ? 1 : 0;
      }
    }
  }
  EXPECT_GT(linear, 1500);
  EXPECT_GT(matched, 3000);
}

}  // namespace
}  // namespace ingest::sdk::map

// Each function, with the values that it was not made for.
#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace maptest {
namespace {

bool starts(const std::string& text, const std::string& with) { return text.rfind(with, 0) == 0; }
bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Trim, TakesAsciiSpaceOnly) {
  EXPECT_EQ(through("[trim]", R"(" \t a b \r\n")"), "a b");
  EXPECT_EQ(through("[trim]", R"("   ")"), "");
  EXPECT_EQ(through("[trim]", "\"\xC2\xA0x\xC2\xA0\""), "\xC2\xA0x\xC2\xA0");  // no-break space
  EXPECT_EQ(through("[trim]", "7"), "7");
  EXPECT_EQ(through_list("[trim]", R"([" a ", "  ", " b"])"), "a|b");
}

TEST(Case, LeavesOtherLettersAlone) {
  EXPECT_EQ(through("[lower]", "\"ABC \xC3\x84\""), "abc \xC3\x84");
  EXPECT_EQ(through("[upper]", R"("aZ-9")"), "AZ-9");
  EXPECT_EQ(through("[upper]", "true"), "true");
  EXPECT_TRUE(starts(through("[upper]", R"({"a":1})"), "! "));
}

TEST(Affix, IsForWhatIsThere) {
  EXPECT_EQ(through("[{prefix: CWE-}]", "79"), "CWE-79");
  EXPECT_EQ(through("[{suffix: '%'}]", "1.5"), "1.5%");
  EXPECT_EQ(through("[{prefix: CWE-}]", "null"), "");
  EXPECT_EQ(through("[{prefix: CWE-}]", R"("")"), "");
  EXPECT_EQ(through_list("[{prefix: x}]", R"(["1", null, "", 2])"), "x1|x2");
}

TEST(Regex, CapturesByNumberAndName) {
  EXPECT_EQ(through(R"([{regex: '\d+'}])", R"("CWE-79 and 80")"), "79");
  EXPECT_EQ(through(R"([{regex: {pattern: '^(\w+)-(\d+)$', capture: 2}}])", R"("CWE-79")"), "79");
  EXPECT_EQ(through(R"([{regex: {pattern: '^(?<kind>\w+)-', capture: kind}}])", R"("CWE-79")"),
            "CWE");
  EXPECT_EQ(through(R"([{regex: {pattern: 'cwe', ignore_case: true}}])", R"("CWE-79")"), "CWE");
}

TEST(Regex, WhatDoesNotMatchIsEmpty) {
  EXPECT_EQ(through(R"([{regex: '^x'}])", R"("abc")"), "");
  EXPECT_EQ(through(R"([{regex: '^x'}, {default: none}])", R"("abc")"), "none");
  EXPECT_EQ(through(R"([{regex: {pattern: 'a(b)?', capture: 1}}])", R"("ac")"), "");
}

TEST(Regex, HostileTextEndsSoon) {
  EXPECT_EQ(through(R"([{regex: 'a'}])", "\"" + std::string(1025, 'a') + "\""), "");
  EXPECT_EQ(through(R"([{regex: 'a+'}])", "\"" + std::string(1024, 'a') + "\"").size(), 1024u);
  const std::string slow =
      through(R"([{regex: '^(a|aa|a?)+$'}])", "\"" + std::string(1000, 'a') + "!\"");
  EXPECT_TRUE(slow.empty() || has(slow, "takes too long")) << slow;
}

TEST(Regex, NeverCutsACharacter) {
  EXPECT_TRUE(has(through(R"([{regex: '^.'}])", "\"\xC3\xA4\""), "cuts a character"));
  EXPECT_EQ(through(R"([{regex: '^.+'}])", "\"\xC3\xA4z\""), "\xC3\xA4z");
}

TEST(Split, GivesPartsThatAreNotEmpty) {
  EXPECT_EQ(through_list("[{split: ','}]", R"("a,,b,")"), "a|b");
  EXPECT_EQ(through_list("[{split: ', '}, trim]", R"("a, b ,c")"), "a|b ,c");
  EXPECT_EQ(through_list("[{split: ','}]", R"(["a,b", "c"])"), "a|b|c");
  EXPECT_EQ(through_list("[{split: ','}]", R"(",,")"), "");
  const std::string many = through_list(
      "[{split: ','}]", "\"" + [] {
        std::string s;
        for (int i = 0; i < 20000; ++i) s += "x,";
        return s;
      }() + "\"");
  EXPECT_TRUE(has(many, "more than 10000 parts")) << many.substr(0, 200);
}

TEST(Join, MakesOneText) {
  EXPECT_EQ(through("[{join: ', '}]", R"(["a", 1, true, null, ["b"]])"), "a, 1, true, b");
  EXPECT_EQ(through("[{join: '-'}]", R"("alone")"), "alone");
  EXPECT_EQ(through("[{join: ','}]", "[]"), "");
  EXPECT_TRUE(has(through("[{join: ','}]", R"([{"a":1}])"), "list of objects"));
}

TEST(FirstLast, TakeOne) {
  EXPECT_EQ(through("[first]", R"([null, "a", "b"])"), "a");
  EXPECT_EQ(through("[last]", R"(["a", "b", ""])"), "b");
  EXPECT_EQ(through("[last]", R"("x")"), "x");
  EXPECT_EQ(through("[first]", "[]"), "");
}

TEST(Number, ReadsWhatIsOne) {
  EXPECT_EQ(through("[number]", R"("7.50")"), "7.5");
  EXPECT_EQ(through("[number]", "18446744073709551615"), "18446744073709551615");
  for (const char* bad : {R"("7,5")", R"("NaN")", R"("inf")", R"("1x")", R"(" 1")", R"("0x10")",
                          "true", R"("1e999")"}) {
    EXPECT_TRUE(has(through("[number]", bad), "it is no number")) << bad;
    EXPECT_EQ(through("[{number: {invalid: empty}}, {default: none}]", bad), "none") << bad;
  }
}

TEST(Integer, RefusesFractions) {
  EXPECT_EQ(through("[integer]", "7.0"), "7");
  EXPECT_EQ(through("[integer]", R"("-12")"), "-12");
  EXPECT_TRUE(has(through("[integer]", "7.5"), "no whole number"));
  EXPECT_TRUE(has(through("[integer]", "1e300"), "no whole number"));
}

TEST(Round, GoesByDecimalDigits) {
  EXPECT_EQ(through("[{round: 1}]", "3.700000047683716"), "3.7");
  EXPECT_EQ(through("[{round: 2}]", "2.675"), "2.68");
  EXPECT_EQ(through("[round]", "-0.5"), "-1");
  EXPECT_EQ(through("[{round: 1}]", R"("9.85")"), "9.9");
  EXPECT_EQ(through("[{round: 3}]", "5"), "5");
  EXPECT_EQ(through("[{round: 2}]", "1e300"), "1e+300");
  EXPECT_EQ(through("[{round: 1}]", "1e-300"), "0");
  EXPECT_TRUE(has(through("[{round: 1}]", R"("x")"), "needs a number"));
}

TEST(Clamp, KeepsWithinBothEnds) {
  EXPECT_EQ(through("[{clamp: {min: 1, max: 100}}]", "250"), "100");
  EXPECT_EQ(through("[{clamp: {min: 1}}]", "-3.5"), "1");
  EXPECT_EQ(through("[{clamp: {max: 2.5}}]", "2.5"), "2.5");
  EXPECT_EQ(through("[{clamp: {max: 10}}]", R"("4")"), "4");
}

TEST(ValueMap, UnknownValues) {
  const std::string values = "values: {HIGH: 4, LOW: 2}";
  EXPECT_EQ(through("[{value_map: {" + values + "}}]", R"("HIGH")"), "4");
  EXPECT_TRUE(has(through("[{value_map: {" + values + "}}]", R"("high")"), "not among the values"));
  EXPECT_EQ(through("[{value_map: {" + values + ", ignore_case: true}}]", R"("hIgh")"), "4");
  EXPECT_EQ(through("[{value_map: {" + values + ", unknown: keep}}]", R"("odd")"), "odd");
  EXPECT_EQ(through("[{value_map: {" + values + ", unknown: empty}}]", R"("odd")"), "");
  EXPECT_EQ(through("[{value_map: {" + values + ", unknown: {default: 1}}}]", R"("odd")"), "1");
  EXPECT_EQ(through("[{value_map: {" + values + "}}]", "null"), "");
  EXPECT_EQ(through("[{value_map: {values: {5: five, true: yes}}}]", "5"), "five");
  EXPECT_EQ(through("[{value_map: {values: {5: five, true: yes}}}]", "true"), "yes");
  EXPECT_EQ(
      through_list("[{value_map: {" + values + ", unknown: empty}}]", R"(["LOW", "odd", "HIGH"])"),
      "2|4");
}

TEST(Default, IsForWhatIsEmpty) {
  EXPECT_EQ(through("[{default: x}]", "null"), "x");
  EXPECT_EQ(through("[{default: x}]", R"("")"), "x");
  EXPECT_EQ(through("[{default: x}]", "[]"), "x");
  EXPECT_EQ(through("[{default: x}]", "0"), "0");
  EXPECT_EQ(through("[{default: x}]", "false"), "false");
}

TEST(DropIf, ComparesAsText) {
  EXPECT_EQ(through("[{drop_if: '-1'}]", "-1"), "");
  EXPECT_EQ(through("[{drop_if: -1}]", R"("-1")"), "");
  EXPECT_EQ(through("[{drop_if: {equals: '-1'}}]", R"("-10")"), "-10");
  EXPECT_EQ(through_list("[{drop_if: {in: [a, 2]}}]", R"(["a", "b", 2])"), "b");
}

TEST(Date, FormsAndPolicy) {
  EXPECT_EQ(through("[date]", R"("2026-01-12T04:05:06.1234567+01:00")"),
            "2026-01-12T03:05:06.1234567Z");
  EXPECT_TRUE(has(through("[date]", R"("yesterday")"), "no date that can be read (rfc3339)"));
  EXPECT_EQ(through("[{date: {invalid: empty}}, {default: '?'}]", R"("yesterday")"), "?");
  EXPECT_EQ(through("[{date: {forms: [rfc3339, date]}}]", R"("2026-01-12")"),
            "2026-01-12T00:00:00Z");
  EXPECT_EQ(through("[{date: {zone: '+02:00'}}]", R"("2026-01-12 01:00:00")"),
            "2026-01-11T23:00:00Z");
  EXPECT_EQ(through("[{date: {forms: [unix_millis]}}]", "1500"), "1970-01-01T00:00:01.5Z");
  EXPECT_EQ(through("[{date: {forms: [unix_seconds]}}]", R"("-1")"), "1969-12-31T23:59:59Z");
  EXPECT_TRUE(has(through("[date]", "1500"), "no date"));
  EXPECT_TRUE(has(through("[{date: {forms: [unix_seconds]}}]", "1e18"), "no date"));
}

TEST(Functions, CombineFreely) {
  EXPECT_EQ(
      through("[trim, {split: ','}, trim, {drop_if: b}, upper, {join: '+'}]", R"(" a , b, c ")"),
      "A+C");
}

TEST(Functions, HugeTextPassesThrough) {
  const std::string huge(5u << 20u, 'x');
  EXPECT_EQ(through("[trim, upper, lower]", "\"" + huge + "\""), huge);
}

}  // namespace
}  // namespace maptest

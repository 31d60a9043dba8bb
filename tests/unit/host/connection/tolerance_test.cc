#include "connection/tolerance.hpp"

#include <gmock/gmock.h>

#include "connection/connection.hpp"
#include "connection/failing.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

struct Case {
  const char* text;
  std::uint64_t unmapped;
  std::uint64_t received;
  bool allowed;
};

TEST(Tolerance, DecidesByNumberOrShare) {
  constexpr std::uint64_t kMany = 1'000'000'000'000;
  for (const Case& each :
       {Case{"none", 0, 10, true}, Case{"none", 1, kMany, false}, Case{"0", 1, 10, false},
        Case{"3", 3, 3, true}, Case{"3", 4, kMany, false}, Case{"0%", 0, 0, true},
        Case{"0%", 1, kMany, false}, Case{"2%", 2, 100, true}, Case{"2%", 2, 99, false},
        Case{"2%", 3, 100, false}, Case{"0.5%", 1, 200, true}, Case{"0.5%", 1, 199, false},
        Case{"0.001%", 10'000'000, kMany, true}, Case{"0.001%", 10'000'001, kMany, false},
        Case{"100%", kMany, kMany, true}, Case{"100%", 0, 0, true}}) {
    const auto tolerance = Tolerance::parse(each.text);
    ASSERT_TRUE(tolerance) << each.text;
    EXPECT_EQ(tolerance->text(), each.text);
    EXPECT_EQ(tolerance->allows(each.unmapped, each.received), each.allowed)
        << each.text << ": " << each.unmapped << " of " << each.received;
  }
  EXPECT_FALSE(Tolerance().allows(1, 1000));
}

TEST(Tolerance, RefusesEverythingElse) {
  for (const char* text : {"", "None", "-1", "1.5", "%", "-2%", "101%", "100.001%", "1.2345%",
                           "1.%", "1e3", "5 %", "some", "99999999999999999999", ".5%"})
    EXPECT_FALSE(Tolerance::parse(text)) << text;
}

Connection read(const std::string& errors) {
  return parse_connection("kind: connection\nname: demo\nplugin: acme\n" + errors, "/c/demo.yaml");
}

TEST(ErrorsSection, IsReadStrictly) {
  EXPECT_EQ(read("").tolerance.text(), "none");
  EXPECT_EQ(read("errors: {tolerance: }\n").tolerance.text(), "none");
  EXPECT_EQ(read("errors: {tolerance: 25}\n").tolerance.text(), "25");
  EXPECT_EQ(read("errors:\n  tolerance: 2%\n").tolerance.text(), "2%");
  const auto fault = [](const std::string& errors) { return failing([&] { read(errors); }); };
  EXPECT_THAT(fault("errors: {tolerance: nome}\n"),
              HasSubstr("/c/demo.yaml:4:21: errors.tolerance is 'nome'; it can be none, a number "
                        "of rows such as 25"));
  EXPECT_THAT(fault("errors: {tolerance: nome}\n"), HasSubstr("did you mean 'none'?"));
  EXPECT_THAT(fault("errors: {tolerance: 200%}\n"), HasSubstr("/c/demo.yaml:4:21"));
  EXPECT_THAT(fault("errors: {tolerence: 1}\n"), HasSubstr("did you mean 'tolerance'?"));
  EXPECT_THAT(fault("errors: 5%\n"), HasSubstr("must be a mapping"));
  EXPECT_THAT(fault("error: {tolerance: 1}\n"), HasSubstr("did you mean 'errors'?"));
}

}  // namespace
}  // namespace ingest::host

// Pages of all kinds give what they give the long way (by_tree.hpp), byte for byte.
#include <gtest/gtest.h>

#include "by_tree.hpp"
#include "checkmarx-sca/settings.hpp"
#include "checkmarx-sca/transform.hpp"
#include "mutation.hpp"
#include "sca_pages.hpp"
#include "sca_tenant.hpp"
#include "scripted_host.hpp"

namespace checkmarx::sca {
namespace {

using boost::json::array;
using boost::json::object;

// What was emitted, or thrown.
template <class Call>
std::string result_of(Call call) {
  try {
    return call();
  } catch (const ingest::sdk::Error& error) {
    return "thrown: " + std::to_string(error.code()) + " " + error.what();
  }
}

class ScaByTree {
 public:
  explicit ScaByTree(const object& scope = {}) : settings_(parse_settings(settings(scope), 0)) {}

  // False: the page is refused.
  bool expect_same(const std::string& body) const {
    ingest::test::Record page;
    page.type = "application/json";
    page.unit = sample_project().id;
    page.key = "results page 0";
    page.payload = body;
    page.context = context_of(sample_project());
    page.place = 1;
    const ingest_record record = ingest::test::page_record(page);
    const std::string expected =
        result_of([&] { return by_tree(settings_, ingest::sdk::Page(&record)); });
    const std::string actual = result_of([&] {
      ingest::test::RecordingSink sink;
      Transform(settings_).page(ingest::sdk::Page(&record), sink.plain());
      std::string all;
      for (const auto& emitted : sink.records) all += emitted.payload + "\n";
      return all;
    });
    EXPECT_EQ(actual, expected) << body;
    return expected.rfind("thrown: ", 0) != 0;
  }

 private:
  const Settings settings_;
};

TEST(ScaByTree, TheSamplePages) {
  for (const char* name : {"results-200-limit4-offset0.json", "results-200-limit4-offset1.json",
                           "results-200-limit4-offset2.json", "results-200-mixed-single-page.json",
                           "results-200-null.json", "results-200-limit4-offset3-past-end.json"}) {
    SCOPED_TRACE(name);
    const std::string body = ingest::test::sample(name);
    EXPECT_TRUE(ScaByTree().expect_same(body));
    EXPECT_TRUE(ScaByTree({{"findings", array{}}}).expect_same(body));
    EXPECT_TRUE(ScaByTree({{"asset_classes", array{"code-repository"}}}).expect_same(body));
  }
}

TEST(ScaByTree, MutatedPages) {
  const ScaByTree both;
  const std::string mixed = boost::json::serialize(
      boost::json::parse(ingest::test::sample("results-200-mixed-single-page.json")));
  int taken = 0;
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    Mutation mutation(seed);
    taken += both.expect_same(mutation.of(mixed)) ? 1 : 0;
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(taken, 500);
}

}  // namespace
}  // namespace checkmarx::sca

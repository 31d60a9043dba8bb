// Pages of all kinds give what they give the long way (by_tree.hpp), byte for byte.
#include <gtest/gtest.h>

#include "by_tree.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-dast/transform.hpp"
#include "dast_tenant.hpp"
#include "mutation.hpp"

namespace checkmarx::dast {
namespace {

using boost::json::array;
using boost::json::object;

template <class Call>
std::string result_of(Call call) {
  try {
    return call();
  } catch (const ingest::sdk::Error& error) {
    return "thrown: " + std::to_string(error.code()) + " " + error.what();
  }
}

bool expect_same(const Settings& read, ingest::test::Record page, const std::string& body) {
  page.payload = body;
  const ingest_record record = ingest::test::page_record(page);
  const std::string expected = result_of([&] { return by_tree(read, ingest::sdk::Page(&record)); });
  const std::string actual = result_of([&] {
    ingest::test::RecordingSink sink;
    Transform(read).page(ingest::sdk::Page(&record), sink.plain());
    std::string all;
    for (const auto& emitted : sink.records) all += emitted.payload + "\n";
    return all;
  });
  EXPECT_EQ(actual, expected) << body;
  return expected.rfind("thrown: ", 0) != 0;
}

TEST(DastByTree, PagesAndMutatedOnes) {
  DastTenant tenant;
  tenant.add("e", {{.id = "s", .results = 3}});
  tenant.fetch({{"details", true}, {"evidence", true}});
  const ingest::test::Record page = tenant.sink->pages("e").at(1);
  const Settings read = parse_settings(settings(), 0);
  EXPECT_TRUE(expect_same(read, page, page.payload));
  object odd = result_row("b");
  odd["severity"] = "SEVERE";
  const std::string body = boost::json::serialize(
      object{{"results", array{result_row("a"), odd, object{{"$withheld", "the row is not JSON"}},
                               nullptr, object{{"id", 7}, {"severity", "LOW"}}, result_row("c")}}});
  EXPECT_TRUE(expect_same(read, page, body));
  int taken = 0;
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    Mutation mutation(seed);
    taken += expect_same(read, page, mutation.of(seed % 2 == 0 ? body : page.payload)) ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(taken, 500);
}

}  // namespace
}  // namespace checkmarx::dast

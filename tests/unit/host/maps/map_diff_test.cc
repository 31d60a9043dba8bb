// What tells two maps apart, and what of that would split history.
#include "maps/map_diff.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "ingest/sdk/map/yaml.hpp"
#include "maps/small_map.hpp"

namespace ingest::host {
namespace {

MapDiff diff_of(const std::string& before, const std::string& after) {
  return diff_maps(boost::json::parse(sdk::yaml_to_json(before)),
                   boost::json::parse(sdk::yaml_to_json(after)));
}

// "changed findings[].name: a -> b", a line each.
std::string told(const MapDiff& diff) {
  std::string all;
  for (const MapChange& change : diff.changes)
    all += std::string(name_of(change.kind)) + (change.identity ? "! " : " ") + change.target +
           ": " + change.before + " -> " + change.after + "\n";
  return all;
}

std::string with(const std::string& yaml, const std::string& old, const std::string& fresh) {
  std::string text = yaml;
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), fresh);
}

TEST(MapDiff, RowsThatMovedOrAreWrittenOtherwiseAreNoChange) {
  const std::string rows =
      "  - {from: a, to: customAttributes.a, apply: [{value_map: {values: {A: 1, B: 2}, unknown: "
      "keep}}]}\n"
      "  - {from: 'findings[].x', to: 'findings[].cveId'}\n";
  const std::string moved =
      "  - {to: 'finding[].cveId', from: 'findings[].x', published: false}\n"
      "  - to: customAttributes.a\n    apply:\n      - value_map: {unknown: keep, values: {B: 2, "
      "A: 1}}\n    from: a\n";
  const MapDiff diff = diff_of(small_map(rows), small_map(moved));
  EXPECT_EQ(told(diff), "");
  EXPECT_FALSE(diff.identity);
}

TEST(MapDiff, TellsWhatIsAddedRemovedAndChanged) {
  const std::string before = small_map(
      "  - {from: origin, to: customAttributes.origin}\n"
      "  - {from: a, to: customAttributes.x}\n  - {from: b, to: customAttributes.x}\n");
  std::string after =
      with(before, "'findings[].title'", "'findings[].id', apply: [trim, {prefix: 'V-'}]");
  after = with(after, "customAttributes.origin", "customAttributes.from");
  after = with(after, "  - {from: a, to: customAttributes.x}\n", "");
  after += "  - {drop: finding, when: {path: 'findings[].s', in: [A, B]}, note: gone}\n";
  const MapDiff diff = diff_of(before, after);
  EXPECT_EQ(told(diff),
            "changed findings[].name: findings[].title -> findings[].id | trim, prefix \"V-\"\n"
            "removed customAttributes.origin: origin -> \n"
            "removed customAttributes.x: a -> \n"
            "added customAttributes.from:  -> origin\n"
            "added drop: finding:  -> when findings[].s in [\"A\", \"B\"] | note: gone\n");
  EXPECT_FALSE(diff.identity);
}

TEST(MapDiff, TellsOfTheHead) {
  const std::string before = small_map();
  const std::string after = small_map("tests:\n  - {name: x}\n", "name: other\nversion: 8\n");
  EXPECT_EQ(told(diff_of(before, after)),
            "head name: small -> other\nhead title: A map -> \nhead version: 7 -> 8\n"
            "head tests:  -> 1 case\n");
}

TEST(MapDiff, OfSeveralRowsForOneFieldTheLastWins) {
  const std::string first =
      "  - {const: a, to: 'findings[].solution', when: {path: a, exists: "
      "true}}\n";
  const std::string second =
      "  - {const: b, to: 'findings[].solution', when: {path: b, exists: "
      "true}}\n";
  EXPECT_EQ(told(diff_of(small_map(first + second), small_map(second + first))),
            "reordered findings[].solution: \"a\" | when a exists; then \"b\" | when b exists -> "
            "\"b\" | when b exists; then \"a\" | when a exists\n");
  const std::string list = "  - {from: a, to: 'findings[].compliances'}\n";
  const std::string more = "  - {from: b, to: 'findings[].compliances'}\n";
  EXPECT_EQ(told(diff_of(small_map(list + more), small_map(more + list))), "");
}

TEST(MapDiff, MarksWhatIdentifies) {
  const std::string before = small_map("  - {const: V, to: 'findings[].vendorProductName'}\n");
  const struct {
    const char* old;
    const char* fresh;
    const char* says;
  } cases[] = {
      {"'findings[].id'", "'findings[].uid'", "changed! findings[].identityKey: "},
      {"from: id", "from: key", "changed! externalAssetId: "},
      {"const: V", "const: W", "changed! findings[].vendorProductName: "},
      {"'findings[].id', to: 'findings[].identityKey', identifier: true",
       "'findings[].id', to: 'findings[].identityKey', apply: [lower]",
       "changed! findings[].identityKey: "},
  };
  for (const auto& each : cases) {
    const MapDiff diff = diff_of(before, with(before, each.old, each.fresh));
    EXPECT_TRUE(diff.identity) << each.fresh;
    EXPECT_EQ(told(diff).rfind(each.says, 0), 0U) << told(diff);
  }
  const MapDiff added =
      diff_of(before, before + "  - {from: p, to: 'findings[].externalAssetId'}\n");
  EXPECT_TRUE(added.identity);
  EXPECT_EQ(told(added), "added! findings[].externalAssetId:  -> p\n");
  // A remark on it is a change, but tells no finding from another.
  const MapDiff noted =
      diff_of(before, with(before, "identifier: true}\n  - {from: 'findings[].t",
                           "identifier: true, note: n}\n  - {from: 'findings[].t"));
  EXPECT_FALSE(noted.identity);
  EXPECT_EQ(told(noted).rfind("changed findings[].identityKey: ", 0), 0U) << told(noted);
}

TEST(MapDiff, TakesAnything) {
  for (const char* odd : {"[]", "null", "{}", R"({"rows": 5})", R"({"rows": [1, null, [], {}]})",
                          R"({"rows": [{"to": {}, "from": [], "apply": 7, "when": "x"}]})"}) {
    const boost::json::value map = boost::json::parse(odd);
    EXPECT_EQ(told(diff_maps(map, map)), "") << odd;
    EXPECT_NO_THROW(diff_maps(map, boost::json::parse(sdk::yaml_to_json(small_map())))) << odd;
  }
}

}  // namespace
}  // namespace ingest::host

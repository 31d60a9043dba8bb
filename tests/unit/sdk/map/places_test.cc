// Where in a YAML text the values of its JSON form stand.
#include "ingest/sdk/map/places.hpp"

#include <gtest/gtest.h>

#include "ingest/sdk/map/yaml.hpp"

namespace ingest::sdk {

void PrintTo(const Place& place, std::ostream* out) { *out << place.line << ":" << place.column; }

namespace {

Places places_of(std::string_view yaml) {
  Places places;
  yaml_to_json(yaml, places);
  return places;
}

TEST(Places, BlockStyle) {
  const Places places = places_of(
      "# first\n"
      "kind: map\n"
      "rows:\n"
      "  - from: a\n"
      "    apply:\n"
      "      - trim\n"
      "      - value_map:\n"
      "          values: {A: 1, b/c~d: 2}\n"
      "    note: >-\n"
      "      long\n"
      "  - 'quoted'\n");
  EXPECT_EQ(places.value(""), (Place{2, 1}));
  EXPECT_EQ(places.key("/kind"), (Place{2, 1}));
  EXPECT_EQ(places.value("/kind"), (Place{2, 7}));
  EXPECT_EQ(places.key("/rows"), (Place{3, 1}));
  EXPECT_EQ(places.value("/rows/0"), (Place{4, 5}));
  EXPECT_EQ(places.value("/rows/0/from"), (Place{4, 11}));
  EXPECT_EQ(places.value("/rows/0/apply/0"), (Place{6, 9}));
  EXPECT_EQ(places.key("/rows/0/apply/0"), (Place{6, 9})) << "an element has no key";
  EXPECT_EQ(places.key("/rows/0/apply/1/value_map"), (Place{7, 9}));
  EXPECT_EQ(places.value("/rows/0/apply/1/value_map/values"), (Place{8, 19}));
  EXPECT_EQ(places.key("/rows/0/apply/1/value_map/values/b~1c~0d"), (Place{8, 26}));
  EXPECT_EQ(places.value("/rows/0/apply/1/value_map/values/b~1c~0d"), (Place{8, 33}));
  EXPECT_EQ(places.value("/rows/1"), (Place{11, 5}));
}

TEST(Places, FlowStyleAndWhatIsLeftOut) {
  const Places places = places_of("[{a: [1, {b: }]},\n c]\n");
  EXPECT_EQ(places.value("/0"), (Place{1, 2}));
  EXPECT_EQ(places.value("/0/a"), (Place{1, 6}));
  EXPECT_EQ(places.value("/0/a/1/b"), (Place{1, 11}));
  EXPECT_EQ(places.value("/1"), (Place{2, 2}));
  const Places block = places_of("a:\nb: ~\nc: 1\n");
  EXPECT_EQ(block.value("/a"), (Place{1, 1})) << "a value that is left out stands at its key";
  EXPECT_EQ(block.value("/c"), (Place{3, 4}));
}

TEST(Places, WhatIsNotThereStandsAtWhatIsAroundIt) {
  const Places places = places_of("a:\n  - b: 1\n");
  EXPECT_EQ(places.value("/a/0/nothing/at/all"), (Place{2, 5}));
  EXPECT_EQ(places.value("/a/7"), places.value("/a"));
  EXPECT_EQ(places.value("/a/x"), places.value("/a"));
  EXPECT_EQ(Places().value("/a"), Place());
}

TEST(Places, ErrorsOfTheTextHaveOne) {
  try {
    yaml_to_json("a: 1\nb: [2\n");
    FAIL() << "accepted";
  } catch (const YamlError& e) {
    EXPECT_EQ(e.place().line, 3U) << e.what();
    EXPECT_EQ(std::string(e.what()).rfind("line 3, column ", 0), 0U) << e.what();
    EXPECT_EQ(std::string(e.what()).find(e.text()) + e.text().size(), std::string(e.what()).size());
  }
}

}  // namespace
}  // namespace ingest::sdk

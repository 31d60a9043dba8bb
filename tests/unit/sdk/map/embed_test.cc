// What ingest_embed_map compiles in is what the map file says.
#include <gtest/gtest.h>

#include "ingest/sdk/map/yaml.hpp"
#include "maps/product_page.hpp"

namespace maptest {
namespace {

TEST(Embed, TextAndJsonBelongTogether) {
  EXPECT_EQ(ingest::sdk::yaml_to_json(kProductPage.yaml), kProductPage.json);
}

}  // namespace
}  // namespace maptest

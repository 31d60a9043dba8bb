#include "diagnostics/suggest.hpp"

#include <gtest/gtest.h>

namespace ingest::host {
namespace {

const std::vector<std::string> kNames = {"region", "tenant", "api_key", "client_id"};

TEST(Suggest, TheNearestName) {
  EXPECT_EQ(nearest("regoin", kNames), "region");
  EXPECT_EQ(nearest("Tenant", kNames), "tenant");
  EXPECT_EQ(nearest("api-key", kNames), "api_key");
  EXPECT_EQ(nearest("apikey", kNames), "api_key");
  EXPECT_EQ(nearest("something", kNames), "");
  EXPECT_EQ(nearest("", kNames), "");
  EXPECT_EQ(nearest(std::string(10000, 'a'), kNames), "");
}

TEST(Suggest, OtherwiseAllOfThem) {
  EXPECT_EQ(suggestion("tennant", kNames), "did you mean 'tenant'?");
  EXPECT_EQ(suggestion("xyz", kNames), "known are: region, tenant, api_key, client_id");
  EXPECT_EQ(suggestion("xyz", {}), "");
}

}  // namespace
}  // namespace ingest::host

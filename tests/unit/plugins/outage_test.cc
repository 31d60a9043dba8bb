#include "checkmarx-one/outage.hpp"

#include <gtest/gtest.h>

namespace checkmarx::one {
namespace {

RequestError failure(int http_status, ingest_status code) {
  return {code, http_status, "read", "HTTP " + std::to_string(http_status), "wait"};
}
const RequestError kNoAnswer = failure(0, INGEST_E_UNAVAILABLE);

TEST(Outage, IsManyFailuresOfOneServiceInARow) {
  for (const RequestError& bad :
       {kNoAnswer, failure(0, INGEST_E_TIMEOUT), failure(503, INGEST_E_UNAVAILABLE),
        failure(502, INGEST_E_UNAVAILABLE), failure(504, INGEST_E_TIMEOUT),
        failure(429, INGEST_E_RATE_LIMITED)}) {
    Outage outage(12);
    for (int i = 0; i < 23; ++i) outage.failed("results", bad);
    outage.failed("projects", bad);
    EXPECT_FALSE(outage.is_down("results")) << bad.what();
    outage.failed("results", bad);
    EXPECT_TRUE(outage.is_down("results")) << bad.what();
    EXPECT_FALSE(outage.is_down("projects"));
  }
}

TEST(Outage, EndsWithAnyAnswer) {
  Outage outage(12);
  for (int i = 0; i < 1000; ++i) {
    for (int k = 0; k < 23; ++k) outage.failed("results", kNoAnswer);
    if (i % 2 == 0) {
      outage.served("results");
    } else {
      outage.failed("results", failure(404, INGEST_E_BAD_DATA));
    }
    outage.served("projects");
    EXPECT_FALSE(outage.is_down("results"));
  }
}

TEST(Outage, AServiceThatFailsOnWhatItIsAskedIsAskedLonger) {
  Outage outage(12);
  for (int i = 0; i < 239; ++i) outage.failed("results", failure(500, INGEST_E_UNAVAILABLE));
  EXPECT_FALSE(outage.is_down("results"));
  outage.failed("results", failure(500, INGEST_E_UNAVAILABLE));
  EXPECT_TRUE(outage.is_down("results"));
}

TEST(Outage, AMomentThatTakesAllUnderWayAlongIsNone) {
  Outage outage(100);
  for (int i = 0; i < 199; ++i) outage.failed("results", kNoAnswer);
  EXPECT_FALSE(outage.is_down("results"));
}

}  // namespace
}  // namespace checkmarx::one

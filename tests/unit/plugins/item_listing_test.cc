#include "checkmarx-one/item_listing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "keys.hpp"
#include "scripted_host.hpp"

namespace checkmarx::one {
namespace {

using ingest::test::Answer;
using ingest::test::Request;
using ingest::test::ScriptedHost;

class Listing : public ::testing::Test {
 protected:
  Listing() : host([this](const Request& r) { return answer(r); }) {
    for (int i = 0; i < 25; ++i) ids.push_back("p" + std::to_string(i));
  }

  Answer answer(const Request& request) {
    if (request.path().find("/token") != std::string::npos)
      return Answer{200, R"({"access_token":"t","expires_in":1800})"};
    if (before_page) before_page();
    if (request.query("offset") == fails_at) return Answer{503, "busy"};
    size_t limit = std::min(cap, std::stoul(request.query("limit")));
    size_t offset = std::stoul(request.query("offset"));
    if (counts_pages) offset *= limit;
    if (ignores_offset) offset = 0;
    boost::json::array rows;
    for (size_t i = offset; i < std::min(ids.size(), offset + limit); ++i)
      rows.push_back(ids[i].empty() ? boost::json::value(7) : boost::json::object{{"id", ids[i]}});
    boost::json::object body;
    if (states_total) body["filteredTotalCount"] = ids.size() + invented;
    body["projects"] = rows.empty() ? boost::json::value() : boost::json::value(rows);
    return Answer{200, boost::json::serialize(body)};
  }

  ingest::v1::Listing read() {
    const Connection connection = parse_connection(
        {{"region", "deu"}, {"tenant", "acme"}, {"api_key", api_key({{"azp", "a"}})}}, 0);
    ApiClient api(ingest::sdk::HttpClient(host.host()), host.call(), connection);
    ItemListing* self = nullptr;
    ItemListing listing(api,
                        {"projects", "/api/projects", "projects", "filteredTotalCount",
                         "totalCount", "id", "view-projects", 10},
                        [&](std::vector<boost::json::object> rows) {
                          for (const auto& row : rows) got.emplace_back(row.at("id").as_string());
                          self->next();
                        });
    self = &listing;
    listing.next();
    api.run();
    EXPECT_TRUE(listing.ended());
    return listing.report();
  }

  ScriptedHost host;
  std::vector<std::string> ids;
  std::vector<std::string> got;
  size_t cap = 1000;
  size_t invented = 0;
  bool states_total = true;
  bool counts_pages = false;
  bool ignores_offset = false;
  std::string fails_at;
  std::function<void()> before_page;
};

TEST_F(Listing, ReadsAllPages) {
  const auto report = read();
  EXPECT_EQ(got, ids);
  EXPECT_EQ(report.claimed(), 25U);
  EXPECT_EQ(report.received(), 25U);
  EXPECT_EQ(report.unique(), 25U);
  EXPECT_EQ(report.requests(), 3U);
  EXPECT_EQ(report.note(), "");
}

TEST_F(Listing, AdvancesByWhatItReceived) {
  cap = 3;
  read();
  EXPECT_EQ(got, ids);
}

TEST_F(Listing, AnEmptyOneIsOneRequest) {
  ids.clear();
  const auto report = read();
  EXPECT_TRUE(got.empty());
  EXPECT_EQ(report.requests(), 1U);
  EXPECT_TRUE(report.has_claimed());
}

TEST_F(Listing, EndsWithoutATotal) {
  states_total = false;
  const auto report = read();
  EXPECT_EQ(got, ids);
  EXPECT_FALSE(report.has_claimed());
}

TEST_F(Listing, ReadsAgainWhenRowsMoved) {
  // A project appears at the front after the first page: the last of that page comes twice.
  int page = 0;
  before_page = [&] {
    if (++page == 2) ids.insert(ids.begin(), "new");
  };
  const auto report = read();
  std::sort(got.begin(), got.end());
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(got, ids) << "each once, the new one too";
  EXPECT_EQ(report.unique(), 26U);
  EXPECT_EQ(report.note(), "");
}

TEST_F(Listing, SaysWhenTheTotalIsNeverReached) {
  invented = 5;
  const auto report = read();
  EXPECT_EQ(got, ids);
  EXPECT_EQ(report.claimed(), 30U);
  EXPECT_EQ(report.unique(), 25U);
  EXPECT_TRUE(report.incomplete());
  EXPECT_NE(report.note().find("30"), std::string::npos) << report.note();
  EXPECT_LT(report.requests(), 12U);
}

TEST_F(Listing, ReadsAServerThatCountsPages) {
  counts_pages = true;
  const auto report = read();
  EXPECT_EQ(got, ids);
  EXPECT_FALSE(report.incomplete());
  EXPECT_EQ(report.note(), "");
  EXPECT_LT(report.requests(), 8U);
}

TEST_F(Listing, AsksAServerThatIgnoresTheOffsetForAllAtOnce) {
  ignores_offset = true;
  EXPECT_FALSE(read().incomplete());
  EXPECT_EQ(got, ids) << "each once";

  got.clear();
  cap = 10;
  const auto report = read();
  EXPECT_EQ(got.size(), 10U);
  EXPECT_TRUE(report.incomplete());
  EXPECT_EQ(report.unique(), 10U);
  EXPECT_NE(report.note().find("whatever the offset"), std::string::npos) << report.note();
  EXPECT_LT(report.requests(), 8U) << "not page after page of the same";

  got.clear();
  states_total = false;
  EXPECT_TRUE(read().incomplete());
}

TEST_F(Listing, ATotalThatIsTooLowIsNoEnd) {
  before_page = [&] { invented = static_cast<size_t>(-20); };
  const auto report = read();
  EXPECT_EQ(got, ids);
  EXPECT_EQ(report.claimed(), 5U);
  EXPECT_EQ(report.unique(), 25U) << "the host will see the difference";
}

TEST_F(Listing, WhatGoesAwayMeanwhileIsSaid) {
  // All that follow move up by one, and one slips through.
  int page = 0;
  before_page = [&] {
    if (++page == 2) ids.erase(ids.begin());
  };
  const auto report = read();
  EXPECT_EQ(got.size(), 25U) << "the one that slipped through, and the one that went away";
  EXPECT_EQ(report.claimed(), 24U);
  EXPECT_EQ(report.unique(), 25U);
  EXPECT_EQ(report.gone(), 1U);
  EXPECT_FALSE(report.incomplete());
  EXPECT_NE(report.note().find("1 were gone"), std::string::npos) << report.note();
}

TEST_F(Listing, ALaterPageThatFailsEndsItAndIsSaid) {
  fails_at = "10";
  const auto report = read();
  EXPECT_EQ(got.size(), 10U) << "what was listed is there";
  EXPECT_TRUE(report.incomplete());
  EXPECT_EQ(report.claimed(), 25U);
  EXPECT_NE(report.note().find("broke off after 10 of 25"), std::string::npos) << report.note();
  EXPECT_NE(report.note().find("503"), std::string::npos) << report.note();

  got.clear();
  states_total = false;
  EXPECT_TRUE(read().incomplete()) << "without a total too";
}

TEST_F(Listing, TheFirstPageIsNeeded) {
  fails_at = "0";
  EXPECT_THROW(read(), RequestError);
}

TEST_F(Listing, RowsThatAreNoneMakeItIncomplete) {
  ids[3] = ids[17] = "";
  const auto report = read();
  EXPECT_EQ(got.size(), 23U);
  EXPECT_EQ(report.unique(), 23U);
  EXPECT_TRUE(report.incomplete());
  EXPECT_NE(report.note().find("2 rows without a usable id"), std::string::npos) << report.note();
  EXPECT_EQ(report.requests(), 3U) << "reading again is no help";
}

}  // namespace
}  // namespace checkmarx::one

#include "ingest/sdk/exchange.hpp"

#include <gtest/gtest.h>

#include "scripted_host.hpp"

namespace ingest::sdk {
namespace {

using test::Answer;
using test::Order;
using test::Request;
using test::ScriptedHost;

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

TEST(Exchange, CallsEachContinuationOnceInAnyOrder) {
  for (const Order order : {Order::kOldestFirst, Order::kNewestFirst, Order::kRandom}) {
    ScriptedHost host([](const Request& r) { return Answer{200, r.url}; }, 3);
    host.order = order;
    Exchange exchange(HttpClient(host.host()), host.call());
    std::map<std::string, int> seen;
    for (int i = 0; i < 50; ++i) {
      const std::string url = "https://a.example/" + std::to_string(i);
      exchange.start(get(url), [&seen, &exchange, url](HttpResponse response) {
        EXPECT_EQ(response.body(), url) << "the answer of another request";
        if (++seen[url] == 1 && url.size() < 30)
          exchange.start(get(url + "/more/of/it"),
                         [&seen](HttpResponse r) { ++seen[std::string(r.body())]; });
      });
    }
    exchange.run();
    EXPECT_EQ(seen.size(), 100U);
    for (const auto& [url, times] : seen) EXPECT_EQ(times, 1) << url;
    EXPECT_LE(host.most_outstanding, 6U);
    EXPECT_EQ(host.most_outstanding, 6U) << "the host's places should be used";
  }
}

TEST(Exchange, LetsImportantRequestsOvertake) {
  ScriptedHost host([](const Request& r) { return Answer{200, r.url}; }, 1);
  Exchange exchange(HttpClient(host.host()), host.call());
  std::string order;
  const auto note = [&order](char name) { return [&order, name](HttpResponse) { order += name; }; };
  exchange.start(get("https://a.example/1"), note('s'), Lane::kStart);
  exchange.start(get("https://a.example/2"), note('f'), Lane::kFinish);
  exchange.start(get("https://a.example/3"), note('!'), Lane::kSteer);
  exchange.run();
  EXPECT_EQ(order, "!fs");
}

// One unit's requests, all being repeated, must not take every place.
TEST(Exchange, WhatTheHostRepeatsHoldsNobodyBack) {
  ScriptedHost host([](const Request& r) { return Answer{200, r.url}; }, 2);
  Exchange exchange(HttpClient(host.host()), host.call());
  int good = 0;
  int bad = 0;
  host.holds = [&good](const Request& r) { return good < 20 && r.url == "https://bad.example/"; };
  for (int i = 0; i < 4; ++i)
    exchange.start(
        get("https://bad.example/"), [&bad](HttpResponse) { ++bad; }, Lane::kFinish);
  for (int i = 0; i < 20; ++i)
    exchange.start(get("https://a.example/"), [&](HttpResponse) {
      EXPECT_EQ(bad, 0);
      ++good;
    });
  exchange.run();
  EXPECT_EQ(good, 20);
  EXPECT_EQ(bad, 4);
}

TEST(Exchange, HoldsBigAnswersBack) {
  ScriptedHost host([](const Request&) { return Answer{200, "x"}; }, 8);
  Exchange exchange(HttpClient(host.host()), host.call());
  int done = 0;
  for (int i = 0; i < 20; ++i)
    exchange.start(
        get("https://a.example/"), [&done](HttpResponse) { ++done; }, Lane::kFinish,
        Exchange::kWeightBudget / 3);
  exchange.run();
  EXPECT_EQ(done, 20);
  EXPECT_LE(host.most_outstanding, 3U);
}

TEST(Exchange, SendsAnAnswerHeavierThanTheBudgetAlone) {
  ScriptedHost host([](const Request&) { return Answer{200, "x"}; });
  Exchange exchange(HttpClient(host.host()), host.call());
  int done = 0;
  for (int i = 0; i < 3; ++i)
    exchange.start(
        get("https://a.example/"), [&done](HttpResponse) { ++done; }, Lane::kFinish,
        10 * Exchange::kWeightBudget);
  exchange.run();
  EXPECT_EQ(done, 3);
  EXPECT_EQ(host.most_outstanding, 1U);
}

TEST(Exchange, EndsWhenCancelled) {
  ScriptedHost host([](const Request&) { return Answer{}; });
  Exchange exchange(HttpClient(host.host()), host.call());
  for (int i = 0; i < 5; ++i)
    exchange.start(get("https://a.example/"), [&host](HttpResponse) { host.cancelled = true; });
  try {
    exchange.run();
    FAIL() << "went on";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), INGEST_E_CANCELLED);
  }
}

TEST(Exchange, PassesOnWhatAContinuationThrows) {
  ScriptedHost host([](const Request&) { return Answer{}; });
  Exchange exchange(HttpClient(host.host()), host.call());
  exchange.start(get("https://a.example/"),
                 [](HttpResponse) { throw Error(INGEST_E_BAD_DATA, "no"); });
  EXPECT_THROW(exchange.run(), Error);
}

TEST(Exchange, KeepsARequestUntilItIsPrepared) {
  ScriptedHost host([](const Request& r) { return Answer{200, r.url}; });
  Exchange exchange(HttpClient(host.host()), host.call());
  bool ready = false;
  std::string order;
  exchange.start(
      get("https://a.example/late"), [&order](HttpResponse) { order += 'l'; }, Lane::kSteer, 0,
      [&ready](HttpRequest&) { return ready; });
  exchange.start(get("https://a.example/early"), [&](HttpResponse) {
    ready = true;
    order += 'e';
  });
  exchange.run();
  EXPECT_EQ(order, "el");
}

TEST(Exchange, DoesNotWaitForEver) {
  ScriptedHost host([](const Request&) { return Answer{}; });
  Exchange exchange(HttpClient(host.host()), host.call());
  exchange.start(
      get("https://a.example/"), [](HttpResponse) {}, Lane::kStart, 0,
      [](HttpRequest&) { return false; });
  EXPECT_THROW(exchange.run(), Error);
}

}  // namespace
}  // namespace ingest::sdk

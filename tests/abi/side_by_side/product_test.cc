// product_test.cc - the connectors that ship, in the same process as all the others, with a network
// that refuses every connection and pages that make no sense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "canned_http.hpp"
#include "company.hpp"
#include "loaded_connector.hpp"

namespace abitest {
namespace {

const char kSettings[] =
    R"({"connection":"side","config":{"region":"http://127.0.0.1:9","iam_url":"http://127.0.0.1:9",)"
    R"("tenant":"acme","client_id":"c","client_secret":"s3cret-value"},"scope":{}})";

// Everything that a connector does, on one thread.
void run(const Member& member) {
  SCOPED_TRACE(member.name);
  CannedHttp http([](const CannedRequest&) { return unreachable(); });
  RecordingHost host;
  host.offer(INGEST_EXT_HTTP, http.table());
  Instance instance(member.connector, host, kSettings);
  ASSERT_EQ(instance.created(), INGEST_OK) << instance.message();
  RecordingCall call;

  RecordingSink checks(RecordingSink::Of::kOther);
  EXPECT_EQ(instance.test(call, checks), INGEST_OK) << instance.message();
  EXPECT_EQ(checks.records().size(), static_cast<std::size_t>(details(member).checks_size()));
  for (const std::string& text : as_text(checks.records()))
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("s3cret-value")));

  RecordingSink fetched(RecordingSink::Of::kFetch);
  EXPECT_NE(instance.fetch(call, fetched), INGEST_OK);
  EXPECT_NE(instance.message(), "");
  EXPECT_THAT(instance.message(), testing::Not(testing::HasSubstr("s3cret-value")));
  EXPECT_TRUE(fetched.of_kind(INGEST_RECORD_PAGE).empty());

  for (const char* body : {"", "not json", "[]", "{\"results\":[1,null,\"x\"]}"}) {
    Record page;
    page.kind = INGEST_RECORD_PAGE;
    page.type = "application/json";
    page.unit = "u";
    page.payload = body;
    RecordingSink mapped(RecordingSink::Of::kOther);
    const ingest_status status = instance.transform(call, page, mapped);
    EXPECT_TRUE(status == INGEST_OK || !instance.message().empty()) << body;
    as_text(mapped.records());  // whatever it was, it parses
  }
  EXPECT_EQ(http.unreleased(), 0);
}

TEST(Product, RunsBesideAllOthers) {
  ASSERT_FALSE(products().empty()) << "no product connector in this build";
  for (const Member& member : products()) run(member);
}

TEST(Product, BothCopiesAtOnce) {
  ASSERT_FALSE(products().empty()) << "no product connector in this build";
  std::vector<std::thread> threads;
  for (const Member& member : products()) threads.emplace_back([member] { run(member); });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace abitest

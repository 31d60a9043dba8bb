#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "diagnostics/failure.hpp"
#include "loader/connector_instance.hpp"

namespace ingest::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Recorder : public RowSink {
 public:
  ingest_status root(const boost::json::object& object) override { return take("root ", object); }
  ingest_status row(std::uint64_t number, const boost::json::object& object) override {
    return take(std::to_string(number) + " ", object);
  }
  std::vector<std::string> seen;
  bool throws = false;
  ingest_status answer = INGEST_OK;

 private:
  ingest_status take(const std::string& what, const boost::json::object& object) {
    seen.push_back(what + boost::json::serialize(object));
    if (throws) throw std::domain_error("no room");
    return answer;
  }
};

class Rows : public ::testing::Test {
 protected:
  std::optional<ConnectorError> read(const std::string& script, const std::string& offer = "rows") {
    ConnectorInstance instance(library_, SecretString(std::string(offer)), HostServices{});
    offered_ = instance.offers_rows();
    CallContext context;
    context.run_id = script;
    ingest_record page{};
    page.struct_size = sizeof(page);
    page.kind = INGEST_RECORD_PAGE;
    page.rows = 4;
    return instance.rows(context, page, sink_);
  }
  std::string breach(const std::string& script) {
    try {
      read(script);
    } catch (const Failure& e) {
      EXPECT_EQ(e.status(), ExitStatus::kConnector);
      return e.what();
    }
    return "no breach";
  }
  ConnectorLibrary& library_ = ConnectorLibrary::load(VettedFile::open(INGEST_SCRIPTED));
  Recorder sink_;
  bool offered_ = false;
};

TEST_F(Rows, TheRootAndTheRowsReachTheSink) {
  EXPECT_FALSE(read("").has_value());
  EXPECT_TRUE(offered_);
  EXPECT_THAT(sink_.seen, ElementsAre(R"(root {"id":"p"})", R"(0 {"n":0})", R"(3 {"n":3})"));
}

TEST_F(Rows, AConnectorNeedNotOfferThem) {
  for (const char* offer : {"none", "short", "askew"}) {
    const auto error = read("", offer);
    EXPECT_FALSE(offered_) << offer;
    ASSERT_TRUE(error.has_value()) << offer;
    EXPECT_EQ(error->code, INGEST_E_UNSUPPORTED);
    EXPECT_THAT(error->message, HasSubstr("ingest.rows/1"));
  }
  EXPECT_TRUE(sink_.seen.empty());
}

TEST_F(Rows, BreachesOfTheContractAreTold) {
  EXPECT_THAT(breach("no root"), HasSubstr("ingest.rows/1 handed over no root"));
  EXPECT_THAT(breach("row first"), HasSubstr("a row before the root"));
  EXPECT_THAT(breach("two roots"), HasSubstr("a second root"));
  EXPECT_THAT(breach("beyond"), HasSubstr("row 4 of a page of 4 rows"));
  EXPECT_THAT(breach("backwards"), HasSubstr("row 1 after row 1"));
  EXPECT_THAT(breach("null row"), HasSubstr("NULL"));
  EXPECT_THAT(breach("no json"), HasSubstr("no JSON"));
  EXPECT_THAT(breach("not utf8"), HasSubstr("no JSON"));
  EXPECT_THAT(breach("no object"), HasSubstr("no JSON object"));
  EXPECT_THAT(breach("deep row"), HasSubstr("no JSON"));
  for (const std::string& seen : sink_.seen) EXPECT_THAT(seen, Not(HasSubstr("["))) << seen;
}

TEST_F(Rows, WhatIsTooLargeIsRefusedUnread) {
  const auto error = read("large row");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code, INGEST_E_TOO_LARGE);
  EXPECT_THAT(error->message, HasSubstr("bytes; at most"));
}

TEST_F(Rows, WhatTheSinkThrowsComesOutAndNothingFollows) {
  sink_.throws = true;
  EXPECT_THROW(read("goes on"), std::domain_error);
  EXPECT_EQ(sink_.seen.size(), 1U);
}

TEST_F(Rows, AStatusOfTheSinkEndsTheCallEvenIfTheConnectorIgnoresIt) {
  sink_.answer = INGEST_E_CANCELLED;
  for (const char* script : {"", "goes on"}) {
    const auto error = read(script);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, INGEST_E_CANCELLED);
  }
  EXPECT_EQ(sink_.seen.size(), 2U);
}

TEST_F(Rows, AnotherThreadIsRefused) {
  const auto error = read("other thread");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code, INGEST_E_INTERNAL);
  EXPECT_TRUE(sink_.seen.empty());
}

TEST_F(Rows, ErrorsAreMadeFitToShow) {
  const auto error = read("garbled");
  ASSERT_TRUE(error.has_value());
  EXPECT_THAT(error->message, HasSubstr("bad \\x1b[31m"));
}

}  // namespace
}  // namespace ingest::host

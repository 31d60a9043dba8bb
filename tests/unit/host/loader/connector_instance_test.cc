#include "loader/connector_instance.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Recorder : public RecordSink {
 public:
  ingest_status emit(const ingest_record& record) override {
    kinds.push_back(record.kind);
    if (throws) throw std::domain_error("the disk is full");
    return answer;
  }
  ingest_status begin_unit(std::string_view unit, ingest_unit_verdict& verdict) override {
    units.emplace_back(unit);
    verdict = skip ? INGEST_UNIT_SKIP : INGEST_UNIT_WANTED;
    return INGEST_OK;
  }
  ingest_status end_unit(std::string_view unit, std::string_view report) override {
    units.push_back(std::string(unit) + "=" + std::string(report));
    return INGEST_OK;
  }
  std::vector<std::uint32_t> kinds;
  std::vector<std::string> units;
  bool throws = false;
  bool skip = false;
  ingest_status answer = INGEST_OK;
};

class Instance : public ::testing::Test {
 protected:
  std::optional<ConnectorError> fetch(const std::string& script) {
    CallContext context;
    context.run_id = script;
    return instance_.fetch(context, sink_);
  }
  std::string breach(const std::string& script) {
    try {
      fetch(script);
    } catch (const Failure& e) {
      EXPECT_EQ(e.status(), ExitStatus::kConnector);
      EXPECT_TRUE(sink_.kinds.empty()) << "it must not reach the sink";
      return e.what();
    }
    return "no breach";
  }
  ConnectorLibrary& library_ = ConnectorLibrary::load(VettedFile::open(INGEST_SCRIPTED));
  Recorder sink_;
  ConnectorInstance instance_{library_, SecretString(std::string("{}")), HostServices{}};
};

TEST_F(Instance, RecordsReachTheSink) {
  EXPECT_FALSE(fetch("").has_value());
  EXPECT_FALSE(instance_.test_connection(CallContext{}, sink_).has_value());
  ingest_record page{};
  page.struct_size = sizeof(page);
  page.kind = INGEST_RECORD_PAGE;
  EXPECT_FALSE(instance_.transform(CallContext{}, page, sink_).has_value());
  EXPECT_THAT(sink_.kinds,
              ElementsAre(INGEST_RECORD_PAGE, INGEST_RECORD_CHECK, INGEST_RECORD_FINDING));
}

TEST_F(Instance, UnitsComeThroughAndCanBeRefused) {
  EXPECT_FALSE(fetch("units").has_value());
  EXPECT_THAT(sink_.units, ElementsAre("unit-1", "unit-1=report"));
  sink_.skip = true;
  EXPECT_FALSE(fetch("units").has_value());
  EXPECT_EQ(sink_.kinds.size(), 1U);
}

TEST_F(Instance, WhatTheSinkThrowsComesOutAndTheConnectorStops) {
  sink_.throws = true;
  EXPECT_THROW(fetch("goes on"), std::domain_error);
  EXPECT_EQ(sink_.kinds.size(), 1U) << "nothing more reaches a sink that failed";
}

TEST_F(Instance, AStatusOfTheSinkEndsTheCallEvenIfTheConnectorIgnoresIt) {
  sink_.answer = INGEST_E_CANCELLED;
  for (const char* script : {"", "goes on"}) {
    const auto error = fetch(script);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, INGEST_E_CANCELLED);
  }
  EXPECT_EQ(sink_.kinds.size(), 2U);
}

TEST_F(Instance, BreachesOfTheContractAreTold) {
  EXPECT_THAT(breach("null record"), HasSubstr("no record"));
  EXPECT_THAT(breach("short record"), HasSubstr("24 bytes"));
  EXPECT_THAT(breach("wrong kind"), HasSubstr("kind 3"));
  EXPECT_THAT(breach("unknown kind"), HasSubstr("kind 4000"));
  EXPECT_THAT(breach("null payload"), HasSubstr("NULL"));
  EXPECT_THAT(breach("no unit"), HasSubstr("no name"));
  EXPECT_THAT(breach("unit not utf8"), HasSubstr("not UTF-8"));
}

TEST_F(Instance, WhatIsTooLargeIsRefusedUnread) {
  for (const char* script : {"large payload", "large context", "large unit"}) {
    const auto error = fetch(script);
    ASSERT_TRUE(error.has_value()) << script;
    EXPECT_EQ(error->code, INGEST_E_TOO_LARGE) << script;
    EXPECT_THAT(error->message, HasSubstr("bytes; at most")) << script;
  }
  EXPECT_TRUE(sink_.kinds.empty());
}

TEST_F(Instance, AnotherThreadIsRefused) {
  const auto error = fetch("other thread");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code, INGEST_E_INTERNAL);
  EXPECT_TRUE(sink_.kinds.empty());
}

TEST_F(Instance, ErrorsAreMadeFitToShow) {
  const auto error = fetch("garbled");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code, INGEST_E_INTERNAL);
  EXPECT_EQ(error->vendor_code, 429);
  EXPECT_EQ(error->retry_after, std::chrono::hours(24));
  EXPECT_THAT(error->message, HasSubstr("bad \\x1b[31m\xEF\xBF\xBD\xEF\xBF\xBD bytes"));
  EXPECT_THAT(error->message, HasSubstr("unknown status 4711"));
  EXPECT_LT(error->message.size(), 1200U);
  const auto silent = fetch("silent error");
  ASSERT_TRUE(silent.has_value());
  EXPECT_EQ(silent->code, INGEST_E_UNAVAILABLE);
  EXPECT_THAT(silent->message, HasSubstr("gave no reason"));
}

TEST_F(Instance, ACallEndsWhenItIsCancelledOrLate) {
  std::stop_source stop;
  stop.request_stop();
  CallContext context;
  context.run_id = "wait";
  context.cancelled = stop.get_token();
  EXPECT_EQ(instance_.fetch(context, sink_)->code, INGEST_E_CANCELLED);
  CallContext late;
  late.run_id = "wait";
  late.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
  EXPECT_EQ(instance_.fetch(late, sink_)->code, INGEST_E_CANCELLED);
}

TEST_F(Instance, ServicesReachTheHostAndTheirExceptionsDoNotCross) {
  std::vector<std::string> seen;
  HostServices services;
  services.log = [&](ingest_log_level level, std::string_view text) {
    seen.push_back(std::to_string(level) + " " + std::string(text));
    throw std::runtime_error("must stay here");
  };
  services.extension = [](std::string_view id) -> const void* {
    if (id != "test.ext/1") throw std::runtime_error("must stay here");
    static const int kTable = 1;
    return &kTable;
  };
  int ended = 0;
  services.call_ended = [&](const ingest_call*) { ++ended; };
  ConnectorInstance instance(library_, SecretString(std::string("{}")), services);
  CallContext context;
  context.run_id = "services";
  context.progress = [&](std::uint64_t done, std::uint64_t total, std::string_view note) {
    seen.push_back(std::to_string(done) + "/" + std::to_string(total) + " " + std::string(note));
    throw std::runtime_error("must stay here");
  };
  EXPECT_FALSE(instance.fetch(context, sink_).has_value());
  EXPECT_THAT(seen, ElementsAre("3 line one\\nline \\x1b two", "3/9 project\\talpha"));
  EXPECT_EQ(ended, 1);
}

TEST_F(Instance, CreateMayRefuseAndMustReturnAnInstance) {
  try {
    ConnectorInstance refused(library_, SecretString(std::string("{\"a\":\"refuse\"}")), {});
    FAIL();
  } catch (const Failure& e) {
    EXPECT_EQ(e.status(), ExitStatus::kConfig);
    EXPECT_THAT(e.what(), HasSubstr("the region is wrong"));
  }
  EXPECT_THROW(ConnectorInstance(library_, SecretString(std::string("{\"a\":null}")), {}), Failure);
}

}  // namespace
}  // namespace ingest::host

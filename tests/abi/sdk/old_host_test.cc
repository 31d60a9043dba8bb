// old_host_test.cc - the SDK's wrappers over tables that end early or leave functions out: each
// must do without, or say clearly what it lacks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ingest/sdk/connector.hpp>
#include <ingest/sdk/http.hpp>
#include <string>

#include "recording_host.hpp"

namespace {

namespace sdk = ingest::sdk;
using testing::HasSubstr;

template <class F>
sdk::Error caught(F&& what) {
  try {
    what();
  } catch (const sdk::Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {INGEST_OK, ""};
}

TEST(OldHost, UnitsOutsideFetchAreRefusedByName) {
  abitest::RecordingSink recording(abitest::RecordingSink::Of::kOther);
  const sdk::FetchSink sink(recording.table());
  const sdk::Error begin = caught([&] { (void)sink.begin_unit("u"); });
  EXPECT_EQ(begin.code(), INGEST_E_UNSUPPORTED);
  EXPECT_THAT(begin.what(), HasSubstr("begin_unit"));
  const sdk::Error end = caught([&] { sink.end_unit("u", ""); });
  EXPECT_EQ(end.code(), INGEST_E_UNSUPPORTED);
  EXPECT_THAT(end.what(), HasSubstr("end_unit"));
  sink.emit(INGEST_RECORD_CHECK, "t", "p");
  EXPECT_EQ(recording.records().size(), 1u);
}

TEST(OldHost, ASinkThatEndsEarlyHasNoUnits) {
  abitest::RecordingSink recording(abitest::RecordingSink::Of::kFetch);
  recording.table()->struct_size = offsetof(ingest_sink, begin_unit);
  const sdk::FetchSink sink(recording.table());
  EXPECT_EQ(caught([&] { (void)sink.begin_unit("u"); }).code(), INGEST_E_UNSUPPORTED);
  recording.table()->struct_size = offsetof(ingest_sink, emit);
  EXPECT_THAT(caught([&] { sink.emit(1, "t", "p"); }).what(), HasSubstr("emit"));
}

TEST(OldHost, HostWithoutFunctions) {
  abitest::RecordingHost recording;
  recording.table()->struct_size = offsetof(ingest_host, log_enabled);
  const sdk::Host host(recording.table());
  EXPECT_FALSE(host.logs(INGEST_LOG_ERROR));
  host.log(INGEST_LOG_ERROR, "nobody hears");
  EXPECT_EQ(host.extension<ingest_http>(INGEST_EXT_HTTP), nullptr);
  EXPECT_TRUE(recording.logs().empty());
  const sdk::Error error = caught([&] { sdk::HttpClient client(host); });
  EXPECT_EQ(error.code(), INGEST_E_UNSUPPORTED);
  EXPECT_THAT(error.what(), HasSubstr("ingest.http/1"));
}

TEST(OldHost, CallWithoutFunctions) {
  abitest::RecordingCall recording;
  recording.cancel();
  const sdk::Call call(recording.table());
  EXPECT_EQ(call.remaining_ms(), 60'000);
  EXPECT_THROW(call.check(), sdk::Error);
  recording.table()->struct_size = offsetof(ingest_call, is_cancelled);
  EXPECT_FALSE(call.cancelled());
  call.check();
  EXPECT_EQ(call.remaining_ms(), -1);
  call.progress(1, 2, "units");
  EXPECT_EQ(recording.progress_calls(), 0u);
}

TEST(OldHost, ASkippedUnitIsNotWanted) {
  abitest::RecordingSink recording(abitest::RecordingSink::Of::kFetch);
  recording.skip("b");
  const sdk::FetchSink sink(recording.table());
  EXPECT_TRUE(sink.begin_unit("a"));
  EXPECT_FALSE(sink.begin_unit("b"));
}

TEST(OldHost, ARefusalKeepsItsStatus) {
  abitest::RecordingSink recording(abitest::RecordingSink::Of::kFetch);
  recording.refuse_after(0, INGEST_E_TOO_LARGE);
  const sdk::FetchSink sink(recording.table());
  EXPECT_EQ(caught([&] { sink.emit(sdk::PageOut{}); }).code(), INGEST_E_TOO_LARGE);
}

}  // namespace

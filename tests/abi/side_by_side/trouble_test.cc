// trouble_test.cc - exceptions, errors, cancellation and refusal across the border of a real .so,
// for each toolchain: nothing crosses but a status and a sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "demo_run.hpp"

namespace abitest {
namespace {

using testing::HasSubstr;

class Trouble : public testing::TestWithParam<std::string> {
 protected:
  Trouble() : cpp_(member_.id != "demo-c") {}

  // Runs one method of an instance that was asked for this; the error is in error_.
  ingest_status in(const std::string& method, const std::string& kind) {
    Instance instance(connector_, host_, mode(kind + "@" + method));
    ingest_status status = instance.created();
    RecordingCall call;
    RecordingSink fetch_sink(RecordingSink::Of::kFetch);
    RecordingSink sink(RecordingSink::Of::kOther);
    if (method == "test") status = instance.test(call, sink);
    if (method == "fetch") status = instance.fetch(call, fetch_sink);
    if (method == "transform") status = instance.transform(call, {}, sink);
    EXPECT_EQ(instance.raw() == nullptr, method == "create");
    error_ = instance.error();
    EXPECT_EQ(error_.code, status);
    return status;
  }

  const Member& member_ = member(GetParam());
  const ingest_connector* connector_ = member_.connector;
  bool cpp_;
  RecordingHost host_;
  ingest_error error_{};
};

constexpr const char* kMethods[] = {"create", "test", "fetch", "transform"};

TEST_P(Trouble, AnErrorKeepsItsVendorCodeAndHint) {
  for (const char* method : kMethods) {
    SCOPED_TRACE(method);
    EXPECT_EQ(in(method, "error"), INGEST_E_RATE_LIMITED);
    EXPECT_EQ(error_.vendor_code, 429);
    EXPECT_EQ(error_.retry_after_ms, 1500u);
    EXPECT_STREQ(error_.message, "GET /rows: the source said 429");
  }
}

// C has no exceptions.
class Thrown : public Trouble {};

TEST_P(Thrown, BecomesAStatus) {
  for (const char* method : kMethods) {
    SCOPED_TRACE(method);
    EXPECT_EQ(in(method, "std"), INGEST_E_INTERNAL);
    EXPECT_EQ(error_.message, std::string(method) + ": a std::exception");
    EXPECT_EQ(in(method, "int"), INGEST_E_INTERNAL);
    EXPECT_THAT(error_.message, HasSubstr("no std::exception"));
  }
}

TEST_P(Trouble, AnExtensionThatThrowsIsNotThere) {
  Instance plain(connector_, host_, mode("plain"));
  const void* found = connector_->get_extension(plain.raw(), "demo.mode/1");
  EXPECT_EQ(found != nullptr, cpp_);
  EXPECT_EQ(connector_->get_extension(plain.raw(), "no such thing/1"), nullptr);
  if (!cpp_) return;
  EXPECT_THAT(static_cast<const char*>(found), HasSubstr("plain"));
  Instance broken(connector_, host_, mode("int@extension"));
  EXPECT_EQ(connector_->get_extension(broken.raw(), "demo.mode/1"), nullptr);
}

TEST_P(Trouble, CancelledBetweenUnits) {
  Instance instance(connector_, host_, mode("plain"));
  RecordingCall call;
  RecordingSink sink(RecordingSink::Of::kFetch);
  call.cancel_at_progress();
  EXPECT_EQ(instance.fetch(call, sink), INGEST_E_CANCELLED);
  EXPECT_EQ(instance.error().code, INGEST_E_CANCELLED);
  ASSERT_EQ(sink.ended().size(), 1u) << "the finished unit stays finished";
  EXPECT_EQ(sink.ended()[0].first, "unit-a");
}

TEST_P(Trouble, CancelledFromAnotherThreadWhileItWaits) {
  Instance instance(connector_, host_, mode("wait@fetch"));
  RecordingCall call;
  RecordingSink sink(RecordingSink::Of::kFetch);
  std::thread canceller([&] {
    while (call.progress_calls() == 0) std::this_thread::yield();
    call.cancel();
  });
  EXPECT_EQ(instance.fetch(call, sink), INGEST_E_CANCELLED);
  canceller.join();
  EXPECT_TRUE(sink.ended().empty());
}

// Refused at every point in turn: the status comes back, and nothing is called after it.
TEST_P(Trouble, ARefusalStopsFetchAndTransform) {
  Instance instance(connector_, host_, mode("plain"));
  const auto pages = fetched_pages(instance);
  for (std::size_t after = 0; after < 3; ++after) {
    SCOPED_TRACE(after);
    RecordingCall call;
    RecordingSink fetched(RecordingSink::Of::kFetch);
    fetched.refuse_after(after, INGEST_E_TOO_LARGE);
    EXPECT_EQ(instance.fetch(call, fetched), INGEST_E_TOO_LARGE);
    EXPECT_EQ(instance.error().code, INGEST_E_TOO_LARGE);
    EXPECT_EQ(fetched.calls_after_refusal(), 0);
    RecordingSink mapped(RecordingSink::Of::kOther);
    mapped.refuse_after(after, INGEST_E_CANCELLED);
    EXPECT_EQ(instance.transform(call, pages[0], mapped), INGEST_E_CANCELLED);
    EXPECT_EQ(mapped.calls_after_refusal(), 0);
  }
}

std::vector<std::string> cpp_demo_names() {
  std::vector<std::string> out = demo_names();
  std::erase_if(out,
                [](const std::string& name) { return name == "demo-c" || name == "demo-c copy"; });
  return out;
}

INSTANTIATE_TEST_SUITE_P(Each, Thrown, testing::ValuesIn(cpp_demo_names()), test_name);
INSTANTIATE_TEST_SUITE_P(Each, Trouble, testing::ValuesIn(demo_names()), test_name);

}  // namespace
}  // namespace abitest

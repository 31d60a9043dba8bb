// boundary_test.cc - what the SDK's table makes of everything that a class may throw, and of a host
// that passes NULL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ingest/sdk/connector.hpp>
#include <new>
#include <stdexcept>
#include <string>

#include "loaded_connector.hpp"
#include "recording_host.hpp"

namespace {

namespace sdk = ingest::sdk;

std::function<void()> behaviour;  // what every method below does
int alive = 0;

class Subject {
 public:
  static const ingest_descriptor& descriptor() {
    static const ingest_descriptor d{sizeof(d), 0, 0, "s", "S", "1.0.0", "V", {nullptr, 0}};
    behaviour();
    return d;
  }
  Subject(const sdk::Host&, std::string_view settings) : settings_(settings) {
    behaviour();
    ++alive;
  }
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject() { --alive; }
  void test_connection(const sdk::Call&, const sdk::Sink&) { behaviour(); }
  void fetch(const sdk::Call&, const sdk::FetchSink&) { behaviour(); }
  void transform(const sdk::Call&, const sdk::Page&, const sdk::Sink&) { behaviour(); }
  const void* extension(std::string_view id) {
    behaviour();
    return id == "settings" ? &settings_ : nullptr;
  }

 private:
  std::string settings_;
};

const ingest_connector& table = sdk::detail::Table<Subject>::table;

class Boundary : public testing::Test {
 protected:
  Boundary() {
    behaviour = [] {};
    alive = 0;
  }
  // The status and error of fetch when it does this.
  ingest_status fetch(std::function<void()> what, ingest_error* error) {
    behaviour = [] {};
    abitest::Instance instance(&table, host_, "{}");
    behaviour = std::move(what);
    abitest::RecordingCall call;
    abitest::RecordingSink sink(abitest::RecordingSink::Of::kFetch);
    return table.fetch(instance.raw(), call.table(), sink.table(), error);
  }
  ingest_error fetch_error(std::function<void()> what) {
    ingest_error error{};
    error.struct_size = sizeof(error);
    EXPECT_EQ(fetch(std::move(what), &error), error.code);
    return error;
  }
  abitest::RecordingHost host_;
};

TEST_F(Boundary, ErrorKeepsItsStatusVendorCodeAndHint) {
  const ingest_error error =
      fetch_error([] { throw sdk::Error(INGEST_E_RATE_LIMITED, "GET /x: 429", 429, 1500); });
  EXPECT_EQ(error.code, INGEST_E_RATE_LIMITED);
  EXPECT_EQ(error.vendor_code, 429);
  EXPECT_EQ(error.retry_after_ms, 1500u);
  EXPECT_STREQ(error.message, "GET /x: 429");
}

TEST_F(Boundary, OtherExceptions) {
  EXPECT_EQ(fetch_error([] { throw std::runtime_error("oops"); }).code, INGEST_E_INTERNAL);
  EXPECT_STREQ(fetch_error([] { throw std::runtime_error("oops"); }).message, "oops");
  EXPECT_EQ(fetch_error([] { throw std::bad_alloc(); }).code, INGEST_E_TOO_LARGE);
  EXPECT_EQ(fetch_error([] { throw 42; }).code, INGEST_E_INTERNAL);
  EXPECT_THAT(fetch_error([] { throw 42; }).message, testing::HasSubstr("no std::exception"));
}

TEST_F(Boundary, AnErrorThatSaysOkIsNone) {
  EXPECT_EQ(fetch_error([] { throw sdk::Error(INGEST_OK, "all is well"); }).code,
            INGEST_E_INTERNAL);
}

// What an earlier failure left behind must not colour this one.
TEST_F(Boundary, AFailureOverwritesTheWholeError) {
  ingest_error error{};
  fetch([] { throw sdk::Error(INGEST_E_RATE_LIMITED, "429", 429, 1500); }, &error);
  fetch([] { throw std::runtime_error("x"); }, &error);
  EXPECT_EQ(error.vendor_code, 0);
  EXPECT_EQ(error.retry_after_ms, 0u);
  EXPECT_STREQ(error.message, "x");
}

TEST_F(Boundary, NobodyNeedsToAskForTheError) {
  EXPECT_EQ(fetch([] { throw sdk::Error(INGEST_E_AUTH, "no"); }, nullptr), INGEST_E_AUTH);
  EXPECT_EQ(fetch([] { throw 42; }, nullptr), INGEST_E_INTERNAL);
}

TEST_F(Boundary, LongMessagesEndWithAWholeCharacter) {
  for (const std::string character : {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    for (std::size_t lead = 0; lead < character.size(); ++lead) {
      std::string text(lead, 'x');
      while (text.size() < 2000) text += character;
      const ingest_error error = fetch_error([&] { throw sdk::Error(INGEST_E_BAD_DATA, text); });
      const std::string got = error.message;
      EXPECT_LT(got.size(), sizeof(error.message));
      EXPECT_GE(got.size(), sizeof(error.message) - 4);
      EXPECT_EQ(text.compare(0, got.size(), got), 0);
      EXPECT_EQ((got.size() - lead) % character.size(), 0u) << "cut within a character";
    }
  }
  // Not UTF-8 at all: bounded all the same, and not lost.
  const ingest_error junk =
      fetch_error([] { throw sdk::Error(INGEST_E_BAD_DATA, std::string(3000, '\x80')); });
  EXPECT_GE(std::string(junk.message).size(), sizeof(junk.message) - 5);
}

TEST_F(Boundary, AnExactFitIsNotCut) {
  const std::string text(INGEST_ERROR_MESSAGE_MAX - 1, 'x');
  EXPECT_EQ(fetch_error([&] { throw sdk::Error(INGEST_E_BAD_DATA, text); }).message, text);
}

TEST_F(Boundary, EveryEntryIsGuarded) {
  abitest::Instance instance(&table, host_, "{}");
  ASSERT_EQ(instance.created(), INGEST_OK);
  abitest::RecordingCall call;
  abitest::RecordingSink sink(abitest::RecordingSink::Of::kFetch);
  behaviour = [] { throw 42; };
  EXPECT_EQ(instance.test(call, sink), INGEST_E_INTERNAL);
  EXPECT_EQ(instance.fetch(call, sink), INGEST_E_INTERNAL);
  EXPECT_EQ(instance.transform(call, {}, sink), INGEST_E_INTERNAL);
  EXPECT_EQ(table.get_extension(instance.raw(), "settings"), nullptr);
  EXPECT_EQ(table.describe(), nullptr);
}

TEST_F(Boundary, AFailedCreateLeavesNothingBehind) {
  behaviour = [] { throw sdk::Error(INGEST_E_CONFIG, "config.region is missing"); };
  abitest::Instance instance(&table, host_, "{}");
  EXPECT_EQ(instance.created(), INGEST_E_CONFIG);
  EXPECT_EQ(instance.raw(), nullptr);
  EXPECT_EQ(alive, 0);
}

TEST_F(Boundary, DestroyEndsTheInstance) {
  {
    abitest::Instance instance(&table, host_, "{}");
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
  table.destroy(nullptr);
}

TEST_F(Boundary, EmptyViewsMayBeNull) {
  EXPECT_EQ(sdk::view({nullptr, 0}), "");
  EXPECT_EQ(sdk::view({nullptr, 7}), "");
  ingest_instance* instance = nullptr;
  ASSERT_EQ(table.create(host_.table(), {nullptr, 0}, &instance, nullptr), INGEST_OK);
  EXPECT_EQ(*static_cast<const std::string*>(table.get_extension(instance, "settings")), "");
  EXPECT_EQ(table.get_extension(instance, nullptr), nullptr);
  table.destroy(instance);
}

TEST_F(Boundary, ANullFromTheHostIsAnErrorNotACrash) {
  abitest::Instance instance(&table, host_, "{}");
  abitest::RecordingCall call;
  abitest::RecordingSink sink(abitest::RecordingSink::Of::kFetch);
  ingest_record page{};
  ingest_error error{};
  EXPECT_EQ(table.create(host_.table(), {}, nullptr, &error), INGEST_E_INTERNAL);
  ingest_instance* out = nullptr;
  EXPECT_EQ(table.create(nullptr, {}, &out, &error), INGEST_E_INTERNAL);
  EXPECT_EQ(table.test_connection(nullptr, call.table(), sink.table(), &error), INGEST_E_INTERNAL);
  EXPECT_EQ(table.fetch(instance.raw(), nullptr, sink.table(), &error), INGEST_E_INTERNAL);
  EXPECT_EQ(table.fetch(instance.raw(), call.table(), nullptr, &error), INGEST_E_INTERNAL);
  EXPECT_EQ(table.transform(instance.raw(), call.table(), nullptr, sink.table(), &error),
            INGEST_E_INTERNAL);
  EXPECT_THAT(error.message, testing::HasSubstr("NULL"));
  EXPECT_EQ(table.transform(instance.raw(), call.table(), &page, sink.table(), &error), INGEST_OK);
}

}  // namespace

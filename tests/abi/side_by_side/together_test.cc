// together_test.cc - all connectors at once: their copies are apart, their outputs alike, and
// neither interleaving nor threads change that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "demo_run.hpp"

namespace abitest {
namespace {

TEST(Together, EveryCopyIsItsOwnLibrary) {
  std::set<const void*> tables, descriptors;
  for (const Member& member : company()) {
    SCOPED_TRACE(member.name);
    EXPECT_TRUE(tables.insert(member.connector).second);
    EXPECT_TRUE(descriptors.insert(member.connector->describe()).second);
    EXPECT_EQ(details(member).id(), member.id);
  }
  EXPECT_GE(demos().size(), 4u);
}

// Hand-written bytes, protobuf-lite, another standard library: the full runtime reads the same.
TEST(Together, AllToolchainsGiveTheSameMessages) {
  RecordingHost host;
  std::vector<std::string> first;
  for (const Member& member : demos()) {
    SCOPED_TRACE(member.name);
    Instance instance(member.connector, host, mode("plain"));
    const auto text = as_text(transformed(instance, fetched_pages(instance)));
    if (first.empty()) first = text;
    EXPECT_EQ(text, first);
  }
  EXPECT_EQ(first.size(), 7u);
}

// All instances alive, one step of each in turn, and each maps what another fetched.
TEST(Together, Interleaved) {
  RecordingHost host;
  std::vector<std::unique_ptr<Instance>> instances;
  for (const Member& member : demos())
    instances.push_back(std::make_unique<Instance>(member.connector, host, mode("plain")));
  std::vector<std::vector<Record>> pages;
  for (auto& instance : instances) pages.push_back(fetched_pages(*instance));
  for (std::size_t page = 0; page < 2; ++page) {
    std::vector<std::string> first;
    for (std::size_t i = 0; i < instances.size(); ++i) {
      const Record& other = pages[(i + 1) % instances.size()][page];
      const auto text = as_text(transformed(*instances[i], {other}));
      if (i == 0) first = text;
      EXPECT_EQ(text, first);
    }
  }
  while (!instances.empty()) instances.erase(instances.begin());  // not in reverse
}

TEST(Together, EachInItsOwnThread) {
  RecordingHost host;
  std::vector<std::thread> threads;
  for (const Member& member : demos()) {
    threads.emplace_back([&host, connector = member.connector] {
      for (int i = 0; i < 50; ++i) {
        Instance instance(connector, host, mode(i % 5 == 0 ? "error@transform" : "plain"));
        const auto pages = fetched_pages(instance);
        if (i % 5 == 0) {
          RecordingCall call;
          RecordingSink sink(RecordingSink::Of::kOther);
          EXPECT_EQ(instance.transform(call, pages[0], sink), INGEST_E_RATE_LIMITED);
        } else {
          EXPECT_EQ(transformed(instance, pages).size(), 7u);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// What INGEST_CAP_CONCURRENT_TRANSFORM promises.
TEST(Together, OneInstanceTransformsInManyThreads) {
  for (const Member& member : demos()) {
    SCOPED_TRACE(member.name);
    ASSERT_TRUE(member.connector->describe()->capabilities & INGEST_CAP_CONCURRENT_TRANSFORM);
    RecordingHost host;
    Instance instance(member.connector, host, mode("plain"));
    const auto pages = fetched_pages(instance);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          RecordingCall call;
          RecordingSink sink(RecordingSink::Of::kOther);
          ingest_error error{};
          const ingest_record page = pages[static_cast<std::size_t>(i) % 2].borrowed();
          EXPECT_EQ(member.connector->transform(instance.raw(), call.table(), &page, sink.table(),
                                                &error),
                    INGEST_OK);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
}

// describe and create are [thread-safe], the first time too.
TEST(Together, DescribedAndCreatedFromManyThreads) {
  RecordingHost host;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (const Member& member : company()) {
        EXPECT_EQ(details(member).id(), member.id);
        if (member.demo()) Instance(member.connector, host, mode("plain"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace abitest

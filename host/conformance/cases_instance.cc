// cases_instance.cc - several instances, several threads.
#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/scene.hpp"

namespace ingest::host::conformance {
namespace {

// What fetch gave, whatever the order of its units' pages. Whether their bytes are the same each
// time is another case's business.
std::vector<SinkEvent> outline(std::vector<SinkEvent> events) {
  for (SinkEvent& event : events) {
    event.payload.clear();
    event.context.clear();
  }
  std::sort(events.begin(), events.end(), [](const SinkEvent& a, const SinkEvent& b) {
    return std::tie(a.what, a.unit, a.place, a.kind) < std::tie(b.what, b.unit, b.place, b.kind);
  });
  return events;
}

struct Fetched {
  CallEnd end;
  std::vector<SinkEvent> events;
  bool operator==(const Fetched& other) const {
    return end.status == other.end.status && events == other.events;
  }
};

Fetched fetch(Scene& scene) {
  CheckSink sink(CallKind::kFetch);
  Fetched fetched;
  fetched.end = scene.instance.fetch(scene.new_call(), sink);
  fetched.events = outline(sink.events());
  return fetched;
}

void expect_same(const Fetched& was, const Fetched& is, const std::string& when) {
  if (was == is) return;
  if (was.end.status != is.end.status)
    throw Fault{"fetch gave " + is.end.shown() + " " + when + "; alone it gave " + was.end.shown(),
                "instances must share nothing that can change"};
  throw Fault{"fetch gave other records " + when + " than alone",
              "instances must share nothing that can change"};
}

void instances_are_independent(Trial& trial) {
  Fetched alone;
  {
    Scene scene(trial);
    alone = fetch(scene);
  }
  Scene kept(trial);
  {
    Scene gone(trial);
    trial.stage("fetch beside another instance");
    expect_same(alone, fetch(gone), "beside another instance");
  }
  trial.stage("fetch when another instance is destroyed");
  expect_same(alone, fetch(kept), "when another instance had been destroyed");
  trial.stage("fetch in two instances at the same time");
  Fetched there;
  std::thread thread([&] {
    try {
      Scene other(trial);
      there = fetch(other);
    } catch (const Fault&) {  // other has no end, and so is not as alone
      there.end.status = INGEST_E_INTERNAL;
    }
  });
  const Fetched here = fetch(kept);
  thread.join();
  expect_same(alone, here, "while another instance fetched");
  expect_same(alone, there, "while another instance fetched");
}

template <class Call>
void elsewhere(Call&& call) {
  std::exception_ptr thrown;
  std::thread([&] {
    try {
      call();
    } catch (...) {
      thrown = std::current_exception();
    }
  }).join();
  if (thrown) std::rethrow_exception(thrown);
}

// [serial] promises one call at a time, and no certain thread.
void any_thread(Trial& trial) {
  Fetched alone;
  CallEnd alone_test;
  {
    Scene scene(trial);
    alone = fetch(scene);
    CheckSink sink(CallKind::kTest);
    alone_test = scene.test(sink);
  }
  std::unique_ptr<Scene> scene;
  elsewhere([&] { scene = std::make_unique<Scene>(trial); });
  CallEnd test;
  elsewhere([&] {
    CheckSink sink(CallKind::kTest);
    test = scene->test(sink);
  });
  if (test.status != alone_test.status)
    throw Fault{"test_connection on another thread than create gave " + test.shown() +
                    "; on the same " + alone_test.shown(),
                "keep what belongs to an instance in it, not in thread-local variables"};
  Fetched fetched;
  trial.stage("fetch on another thread");
  elsewhere([&] { fetched = fetch(*scene); });
  expect_same(alone, fetched, "on another thread than create's");
  for (const v1::SourcePage& page : trial.subject().pages)
    elsewhere([&] {
      CheckSink sink(CallKind::kTransform);
      const CallEnd end = scene->transform(page, sink);
      if (!end.ok()) throw Skipped{"transform of " + shown(page) + " failed: " + end.shown(), {}};
    });
  trial.stage("destroy on another thread");
  elsewhere([&] { scene.reset(); });
}

constexpr std::array kInstanceCases = {
    Case{"instances-are-independent", "Instances work beside each other, and when others are gone.",
         Ready::kInstance, instances_are_independent},
    Case{"any-thread", "Calls may come from another thread each.", Ready::kInstance, any_thread},
};

}  // namespace

std::span<const Case> instance_cases() { return kInstanceCases; }

}  // namespace ingest::host::conformance

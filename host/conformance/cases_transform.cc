// cases_transform.cc - transform as a function of the page: the same each time, on any thread,
// whatever the page holds.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/emitted.hpp"
#include "conformance/mutation.hpp"
#include "conformance/scene.hpp"
#include "conformance/slowness.hpp"
#include "recording/page_record.hpp"

namespace ingest::host::conformance {
namespace {

using Records = std::vector<std::vector<SinkEvent>>;

void expect_same_records(const Subject& subject, const Records& was, const Records& is,
                         const std::string& when) {
  for (std::size_t i = 0; i < was.size(); ++i)
    if (was[i] != is[i])
      throw Fault{"transform of " + shown(subject.pages[i]) + " gave other records " + when,
                  "the page and the settings decide alone: no clock, no counter, no memory of "
                  "other pages"};
}

Records backwards(Scene& scene, const Subject& subject) {
  Records all(subject.pages.size());
  for (std::size_t i = all.size(); i-- > 0;) {
    CheckSink sink(CallKind::kTransform);
    scene.transform(subject.pages[i], sink);
    all[i] = sink.events();
  }
  return all;
}

void transform_is_pure(Trial& trial) {
  const Subject& subject = trial.subject();
  Scene scene(trial);
  const Records first = transform_all(scene, subject);
  expect_same_records(subject, first, transform_all(scene, subject), "the second time");
  expect_same_records(subject, first, backwards(scene, subject),
                      "when the pages came in another order");
  Scene other(trial);
  expect_same_records(subject, first, backwards(other, subject), "in another instance");
  SceneOptions options;
  options.offers_http = false;
  Scene offline(trial, std::move(options));
  expect_same_records(subject, first, transform_all(offline, subject), "without the host's HTTP");
}

void transform_concurrent(Trial& trial) {
  const Subject& subject = trial.subject();
  if ((subject.capabilities & INGEST_CAP_CONCURRENT_TRANSFORM) == 0)
    throw Skipped{"it does not claim INGEST_CAP_CONCURRENT_TRANSFORM",
                  "with it the host uses all cores"};
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kRounds = 8;
  Scene scene(trial);
  const Records alone = transform_all(scene, subject);
  if (backwards(scene, subject) != alone)
    throw Skipped{"one thread alone gets other records each time; see transform-is-pure", {}};
  trial.stage("transform on several threads");
  std::atomic<std::size_t> wrong{0};  // page number + 1
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (std::size_t n = 0; n < kRounds * alone.size() && wrong == 0; ++n) {
        const std::size_t page = (n + t) % alone.size();
        CheckCall call;
        CheckSink sink(CallKind::kTransform);
        scene.instance.transform(call, record_of(subject.pages[page]), sink);
        if (sink.events() != alone[page]) wrong = page + 1;
      }
    });
  for (std::thread& thread : threads) thread.join();
  if (wrong != 0)
    throw Fault{
        "transform of " + shown(subject.pages[wrong - 1]) +
            " gave other records while other threads transformed too",
        "keep what a call needs on its stack, or do not claim INGEST_CAP_CONCURRENT_TRANSFORM"};
}

void transform_fuzz(Trial& trial) {
  constexpr int kRuns = kSanitized ? 200 : 1000;
  constexpr std::chrono::milliseconds kMost{2000 * kSlowness};
  const Subject& subject = trial.subject();
  std::mt19937_64 random = trial.random();
  Scene scene(trial);
  for (const auto& events : transform_all(scene, subject))
    if (!std::all_of(events.begin(), events.end(), parses))
      throw Skipped{"its own pages yield records that can't be read; see parses-as-declared-type",
                    {}};
  for (int run = 0; run < kRuns; ++run) {
    const v1::SourcePage& page = subject.pages[random() % subject.pages.size()];
    std::string what;
    const v1::SourcePage spoilt = mutated(page, random, what);
    const std::string which = "transform of a spoilt page, run " + std::to_string(run) +
                              " of seed " + std::to_string(subject.seed) + ", " + shown(page) +
                              ", " + what;
    trial.stage(which);
    CheckCall call;
    CheckSink sink(CallKind::kTransform);
    const CallEnd end = scene.instance.transform(call, record_of(spoilt), sink);
    if (end.took > kMost)
      throw Fault{which + " took " + std::to_string(end.took.count()) + " ms", {}};
    for (const SinkEvent& event : sink.events())
      if (!parses(event))
        throw Fault{
            which + ": it emitted a record that is no " + std::string(message_type(event.kind)),
            "text of the page is bytes until it is checked to be UTF-8"};
  }
}

constexpr std::array kTransformCases = {
    Case{"transform-is-pure",
         "transform gives the same bytes for the same page, whatever went before.", Ready::kPages,
         transform_is_pure},
    Case{"transform-concurrent", "transform gives the same bytes on several threads at once.",
         Ready::kPages, transform_concurrent},
    Case{"transform-fuzz", "A thousand spoilt pages neither crash transform nor keep it for long.",
         Ready::kPages, transform_fuzz},
};

}  // namespace

std::span<const Case> transform_cases() { return kTransformCases; }

}  // namespace ingest::host::conformance

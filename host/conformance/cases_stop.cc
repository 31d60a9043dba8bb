// cases_stop.cc - how calls end early, and that they end at all.
#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "conformance/busy_time.hpp"
#include "conformance/case.hpp"
#include "conformance/scene.hpp"
#include "conformance/slowness.hpp"
#include "diagnostics/suggest.hpp"
#include "recording/page_record.hpp"

namespace ingest::host::conformance {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMostAfterCancel{1000 * kSlowness};
constexpr milliseconds kBefore{40};  // a call that waits is cancelled

// How long a call went on, asked when it has just returned.
milliseconds after_cancel(const CheckCall& call, const BusyTime& busy) {
  return call.cancelled() ? busy.since(call.cancelled_at()) : milliseconds(0);
}

void expect_quick(const std::string& what, milliseconds after) {
  if (after > kMostAfterCancel)
    throw Fault{
        what + " went on for " + std::to_string(after.count()) + " ms after it was cancelled",
        "ask is_cancelled at least once a second, also while you wait; return "
        "INGEST_E_CANCELLED when next of " INGEST_EXT_HTTP " does"};
}

// Answers never come from the first'th request on; cancelled while the call waits.
void cancel_while_waiting(Trial& trial, CallKind kind, unsigned first) {
  SceneOptions options;
  options.source = std::make_unique<BrokenSource>(
      std::make_unique<ScriptedSource>(trial.subject().check), first, [](const Request&, Answer) {
        Answer answer;
        answer.never = true;
        return answer;
      });
  Scene scene(trial, std::move(options));
  CheckCall& call = scene.new_call();
  CheckSink sink(kind);
  std::jthread canceller([&call] {
    std::this_thread::sleep_for(kBefore);
    call.cancel();
  });
  const BusyTime busy;
  const CallEnd end = kind == CallKind::kTest ? scene.test(call, sink) : scene.fetch(call, sink);
  const milliseconds after = after_cancel(call, busy);
  canceller.join();
  const std::string what = std::string(name_of(kind)) + ", waiting for an answer,";
  expect_quick(what, after);
  const bool asked = scene.http.counts().requests > first;
  if (kind == CallKind::kFetch && asked && end.status != INGEST_E_CANCELLED)
    throw Fault{what + " was cancelled and returned " + end.shown(),
                "INGEST_OK says that all is read, and another error that the source failed"};
}

void cancel_within_1s(Trial& trial) {
  for (const unsigned first : {0U, 1U, 2U}) {
    trial.stage("fetch, cancelled while it waits for an answer");
    cancel_while_waiting(trial, CallKind::kFetch, first);
  }
  cancel_while_waiting(trial, CallKind::kTest, 0);
  {
    Scene scene(trial);
    CheckCall& call = scene.new_call();
    CheckSink sink(CallKind::kFetch);
    call.cancel();
    const BusyTime busy;
    scene.fetch(call, sink);
    expect_quick("fetch, cancelled before it began,", after_cancel(call, busy));
  }
  {
    Scene scene(trial);
    CheckCall& call = scene.new_call();
    CheckSink sink(CallKind::kFetch);
    sink.watch([&call](const SinkEvent& event) {
      if (event.what == SinkEvent::What::kBegin) call.cancel();
      if (call.cancelled()) std::this_thread::sleep_for(milliseconds(100));
    });
    const BusyTime busy;
    scene.fetch(call, sink);
    expect_quick("fetch, cancelled at its first unit,", after_cancel(call, busy));
  }
}

// A few places in a stream of so many events: the first ones, the middle, the last one.
std::set<std::size_t> places(std::size_t events) {
  std::set<std::size_t> all;
  for (const std::size_t place : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3},
                                  std::size_t{4}, events / 2, events - 1})
    if (place < events) all.insert(place);
  return all;
}

template <class Call>
void refuse_everywhere(CallKind kind, const std::string& what, Call&& call) {
  CheckSink whole(kind);
  if (!call(whole).ok()) return;  // a call that fails by itself shows nothing
  for (const std::size_t place : places(whole.events().size()))
    for (const ingest_status status : {INGEST_E_CANCELLED, INGEST_E_INTERNAL}) {
      CheckSink sink(kind);
      sink.refuse_from(place, status);
      const CallEnd end = call(sink);
      if (!sink.refused()) continue;
      const std::string where = what + ", refused at record " + std::to_string(place + 1) +
                                " with " + status_shown(status) + ",";
      if (sink.after_refusal() != 0)
        throw Fault{where + " called the sink " + std::to_string(sink.after_refusal()) +
                        (sink.after_refusal() == 1 ? " more time" : " more times"),
                    "on anything but INGEST_OK stop, and return that status"};
      if (end.status != status)
        throw Fault{where + " returned " + end.shown(),
                    "on anything but INGEST_OK stop, and return that status"};
    }
}

void sink_refusal_stops(Trial& trial) {
  Scene scene(trial);
  refuse_everywhere(CallKind::kTest, "test_connection",
                    [&](CheckSink& sink) { return scene.test(sink); });
  refuse_everywhere(CallKind::kFetch, "fetch", [&](CheckSink& sink) { return scene.fetch(sink); });
  for (const v1::SourcePage& page : trial.subject().pages)
    refuse_everywhere(CallKind::kTransform, "transform of " + shown(page),
                      [&](CheckSink& sink) { return scene.transform(page, sink); });
}

void expect_no_strangers(const CheckSink& sink) {
  if (const auto strangers = sink.strangers(); !strangers.empty())
    throw Fault{std::string(name_of(sink.kind())) + " called " + joined(strangers) +
                    " on another thread than its own",
                "the sink is [call-thread]: hand pages from your threads to the calling one"};
}

void sink_on_calling_thread(Trial& trial) {
  Scene scene(trial);
  CheckSink checks(CallKind::kTest);
  scene.test(checks);
  expect_no_strangers(checks);
  CheckSink pages(CallKind::kFetch);
  scene.fetch(pages);
  expect_no_strangers(pages);
  for (const v1::SourcePage& page : trial.subject().pages) {
    CheckSink rows(CallKind::kTransform);
    scene.transform(page, rows);
    expect_no_strangers(rows);
  }
}

void no_calls_after_return(Trial& trial) {
  constexpr milliseconds kPatience{250};
  CheckSink checks(CallKind::kTest);
  CheckSink pages(CallKind::kFetch);
  std::vector<std::unique_ptr<CheckSink>> rows;
  Scene scene(trial);
  CheckCall& tested = scene.new_call();
  scene.test(tested, checks);
  CheckCall& fetched = scene.new_call();
  scene.fetch(fetched, pages);
  std::vector<CheckCall*> transformed;
  for (const v1::SourcePage& page : trial.subject().pages) {
    rows.push_back(std::make_unique<CheckSink>(CallKind::kTransform));
    transformed.push_back(&scene.new_call());
    scene.transform(*transformed.back(), record_of(page), *rows.back());
  }
  trial.stage("waiting for late calls");
  std::this_thread::sleep_for(kPatience);
  const auto expect_none = [](const std::string& what, const std::vector<std::string>& late) {
    if (!late.empty())
      throw Fault{joined(late) + " called after " + what + " had returned",
                  "join the threads of a call before it returns; a call's tables are gone by then"};
  };
  for (const CheckSink* sink : {&checks, &pages}) expect_none(name_of(sink->kind()), sink->late());
  expect_none("test_connection", tested.late());
  expect_none("fetch", fetched.late());
  for (const auto& sink : rows) expect_none("transform", sink->late());
  for (const CheckCall* call : transformed) expect_none("transform", call->late());
  if (scene.http.counts().after_call != 0)
    throw Fault{INGEST_EXT_HTTP " was called for a call that had returned", {}};
  trial.stage("destroy");
  scene.instance.destroy();
  trial.stage("waiting for late calls");
  std::this_thread::sleep_for(kPatience);
  expect_none("destroy", scene.host.late());
}

constexpr std::array kStopCases = {
    Case{"cancel-within-1s", "A call that is cancelled returns within a second.", Ready::kInstance,
         cancel_within_1s},
    Case{"sink-refusal-stops", "When the sink refuses a record, the call stops and returns that.",
         Ready::kInstance, sink_refusal_stops},
    Case{"sink-on-calling-thread", "It calls the sink on the call's own thread only.",
         Ready::kInstance, sink_on_calling_thread},
    Case{"no-calls-after-return", "It uses nothing of a call, or of the host, when that is over.",
         Ready::kInstance, no_calls_after_return},
};

}  // namespace

std::span<const Case> stop_cases() { return kStopCases; }

}  // namespace ingest::host::conformance

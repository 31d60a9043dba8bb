// cases_http.cc - how a connector uses the host's HTTP, and what it makes of a source that fails.
#include <ingest/v1/source_page.pb.h>

#include <array>
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "conformance/case.hpp"
#include "conformance/failures.hpp"
#include "conformance/scene.hpp"
#include "conformance/slowness.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

void expect_requests(Scene& scene) {
  CheckSink checks(CallKind::kTest);
  scene.test(checks);
  CheckSink pages(CallKind::kFetch);
  scene.fetch(pages);
  if (scene.http.counts().requests == 0) throw Skipped{"it makes no request", {}};
}

void requests_are_sound(Trial& trial) {
  Scene scene(trial);
  expect_requests(scene);
  const CannedHttp::Counts counts = scene.http.counts();
  if (!counts.refusals.empty())
    throw Fault{
        "a request that the host's HTTP refuses: " + plain_text(counts.refusals.front(), 300),
        "see ingest_http_request in ext/http.h"};
}

void answers_are_enough(Trial& trial) {
  if (trial.subject().check.path.empty())
    throw Skipped{"there is no check file, so all its requests get an empty object",
                  "write " + check_file_of(trial.subject().file).filename().string() +
                      ": docs/connector-check.md shows how"};
  SceneOptions options;
  auto source = std::make_unique<ScriptedSource>(trial.subject().check);
  const ScriptedSource& scripted = *source;
  options.source = std::move(source);
  Scene scene(trial, std::move(options));
  expect_requests(scene);
  if (!scripted.unanswered().empty())
    trial.warn("the check file has no answer for " + scripted.unanswered().front() +
                   (scripted.unanswered().size() > 1
                        ? ", and for " + std::to_string(scripted.unanswered().size() - 1) + " more"
                        : ""),
               "write one, with \"status\": 404 if that is the answer");
}

void expect_released(const Scene& scene, const std::string& when) {
  if (scene.unreleased != 0)
    throw Fault{"when its call returned, " + when + ", " + std::to_string(scene.unreleased) +
                    " responses had not been released",
                "release each response that next gives, once, also when it says that all failed"};
  if (scene.http.counts().released_twice != 0)
    throw Fault{"it released a response twice, or one that it never had, " + when, {}};
}

void responses_are_released(Trial& trial) {
  {
    Scene scene(trial);
    expect_requests(scene);
    expect_released(scene, "when all was well");
  }
  for (const HttpFailure& failure : http_failures())
    for (const unsigned first : {0U, 1U}) {
      SceneOptions options;
      options.source = failing_source(trial.subject().check, failure, first);
      Scene scene(trial, std::move(options));
      expect_requests(scene);
      expect_released(scene, "answered " + std::string(failure.name));
    }
}

void survives_http_failures(Trial& trial) {
  constexpr std::chrono::milliseconds kMost{3000 * kSlowness};
  {
    Scene scene(trial);
    expect_requests(scene);
  }
  for (const HttpFailure& failure : http_failures())
    for (const unsigned first : {0U, 1U, 2U, 3U}) {
      SceneOptions options;
      options.source = failing_source(trial.subject().check, failure, first);
      Scene scene(trial, std::move(options));
      const std::string when = "fetch, answered " + std::string(failure.name) + " from request " +
                               std::to_string(first + 1) + " on";
      CheckSink pages(CallKind::kFetch);
      trial.stage(when);
      const CallEnd end = scene.instance.fetch(scene.new_call(), pages);
      if (end.took > kMost)
        throw Fault{when + ", took " + std::to_string(end.took.count()) + " ms",
                    "repeat nothing: the host has done that already"};
      if (scene.http.counts().exhausted)
        throw Fault{when + ", asked the source more than 5000 times",
                    "repeat nothing: the host has done that already"};
      CheckSink checks(CallKind::kTest);
      trial.stage("test_connection, answered " + std::string(failure.name));
      scene.instance.test(scene.new_call(), checks);
    }
}

// Whether a fetch has said in one way or another that not all is here.
bool tells_of_trouble(const CheckSink& sink) {
  for (const SinkEvent& event : sink.events()) {
    v1::Listing listing;
    v1::UnitReport report;
    if (event.what == SinkEvent::What::kEnd && report.ParseFromString(event.payload) &&
        (report.outcome() == v1::UNIT_OUTCOME_FAILED ||
         report.outcome() == v1::UNIT_OUTCOME_INCOMPLETE))
      return true;
    if (event.what == SinkEvent::What::kEmit && event.kind == INGEST_RECORD_LISTING &&
        listing.ParseFromString(event.payload) && listing.incomplete())
      return true;
  }
  return false;
}

void failures_are_told(Trial& trial) {
  {
    Scene scene(trial);
    CheckSink pages(CallKind::kFetch);
    scene.fetch(pages);
    if (scene.http.counts().requests == 0) throw Skipped{"fetch makes no request", {}};
  }
  for (const HttpFailure& failure : http_failures()) {
    if (failure.is_answer) continue;  // an empty list may be one
    SceneOptions options;
    options.source = failing_source(trial.subject().check, failure, 0);
    Scene scene(trial, std::move(options));
    CheckSink pages(CallKind::kFetch);
    if (scene.fetch(pages).ok() && !tells_of_trouble(pages))
      throw Fault{
          "fetch, all of whose requests were answered " + std::string(failure.name) +
              ", returned INGEST_OK as if the source were empty",
          "return an error, or say it in the unit's report, or in the listing (incomplete)"};
  }
}

// Pages by unit and place, each with all its bytes; listings and reports may tell of order and
// time.
std::map<std::pair<std::string, std::uint64_t>, SinkEvent> pages_of(const CheckSink& sink) {
  std::map<std::pair<std::string, std::uint64_t>, SinkEvent> pages;
  for (const SinkEvent& event : sink.of_kind(INGEST_RECORD_PAGE))
    pages.emplace(std::pair(event.unit, event.place), event);
  return pages;
}

void fetch_is_repeatable(Trial& trial) {
  const auto read = [&trial](AnswerOrder order) {
    Scene scene(trial);
    scene.http.deliver(order);
    CheckSink sink(CallKind::kFetch);
    fetch_all(scene, sink);
    return pages_of(sink);
  };
  const auto first = read(AnswerOrder::kAsAsked);
  const auto expect_same = [&first](const auto& pages, const std::string& when) {
    for (const auto& [key, page] : first) {
      const auto found = pages.find(key);
      const std::string which = "the unit '" + plain_text(page.unit, 80) + "', the page at place " +
                                std::to_string(page.place);
      if (found == pages.end()) throw Fault{when + " fetch gave, of " + which + ", nothing", {}};
      if (found->second.payload != page.payload)
        throw Fault{when + " fetch gave, of " + which + ", another payload", {}};
      if (found->second.context != page.context)
        throw Fault{when + " fetch gave, of " + which + ", another context",
                    "leave the time and counters out of it: the same answers give the same bytes"};
    }
    if (pages.size() != first.size())
      throw Fault{when + " fetch gave " + std::to_string(pages.size()) + " pages; before, " +
                      std::to_string(first.size()),
                  {}};
  };
  expect_same(read(AnswerOrder::kAsAsked), "when it was asked again");
  expect_same(read(AnswerOrder::kLastFirst), "when answers came in another order");
}

constexpr std::array kHttpCases = {
    Case{"requests-are-sound", "The host's HTTP takes its requests.", Ready::kInstance,
         requests_are_sound},
    Case{"answers-are-enough", "The check file has an answer for each of its requests.",
         Ready::kInstance, answers_are_enough},
    Case{"responses-are-released", "It releases each response before its call returns.",
         Ready::kInstance, responses_are_released},
    Case{"survives-http-failures",
         "No answer, however wrong, makes it crash, hang or ask for ever.", Ready::kInstance,
         survives_http_failures},
    Case{"failures-are-told", "A source that fails is not taken for an empty one.",
         Ready::kInstance, failures_are_told},
    Case{"fetch-is-repeatable",
         "The same answers give the same pages, in whatever order they come.", Ready::kInstance,
         fetch_is_repeatable},
};

}  // namespace

std::span<const Case> http_cases() { return kHttpCases; }

}  // namespace ingest::host::conformance

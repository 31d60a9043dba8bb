// cases_host.cc - hosts that are older, newer or poorer than this one.
#include <array>
#include <string>

#include "conformance/case.hpp"
#include "conformance/scene.hpp"

namespace ingest::host::conformance {
namespace {

struct Life {
  CallEnd test;
  CallEnd fetch;
  std::size_t records = 0;
};

// Test, fetch, transform with a host of this age.
Life live_with(Trial& trial, HostAge age) {
  SceneOptions options;
  options.age = age;
  Scene scene(trial, std::move(options));
  Life life;
  CheckSink checks(CallKind::kTest, age);
  life.test = scene.test(checks);
  CheckSink pages(CallKind::kFetch, age);
  life.fetch = scene.fetch(pages);
  life.records = checks.events().size() + pages.events().size();
  for (const v1::SourcePage& page : trial.subject().pages) {
    CheckSink rows(CallKind::kTransform, age);
    const CallEnd end = scene.transform(page, rows);
    if (!end.ok()) throw Fault{"transform failed: " + end.shown(), {}};
    life.records += rows.events().size();
  }
  return life;
}

void expect_same_with(Trial& trial, HostAge age, const char* host) {
  const Life here = live_with(trial, HostAge::kThis);
  const Life there = live_with(trial, age);
  const auto compare = [host](const char* call, const CallEnd& was, const CallEnd& is) {
    if (was.status != is.status)
      throw Fault{
          std::string("with ") + host + ", " + call + " gave " + is.shown() + "; with this host " +
              was.shown(),
          "read tables through INGEST_HAS; never compare struct_size or abi_minor for equality"};
  };
  compare("test_connection", here.test, there.test);
  compare("fetch", here.fetch, there.fetch);
  if (here.records != there.records)
    throw Fault{std::string("with ") + host + " it emitted " + std::to_string(there.records) +
                    " records; with this host " + std::to_string(here.records),
                {}};
}

void older_host(Trial& trial) {
  expect_same_with(trial, HostAge::kOldest,
                   "a host of ABI 1.0, whose tables end where struct_size says");
}

constexpr ingest_status kUnknownStatus = 77;
constexpr ingest_unit_verdict kUnknownVerdict = 9;

void expect_stop_at_unknown_status(Trial& trial) {
  SceneOptions options;
  options.age = HostAge::kNewer;
  Scene scene(trial, std::move(options));
  CheckSink whole(CallKind::kFetch, HostAge::kNewer);
  if (!scene.fetch(whole).ok() || whole.events().empty()) return;
  CheckSink sink(CallKind::kFetch, HostAge::kNewer);
  sink.refuse_from(whole.events().size() / 2, kUnknownStatus);
  trial.stage("fetch, refused with a status that nobody knows");
  const CallEnd end = scene.fetch(sink);
  if (end.ok())
    throw Fault{
        "fetch returned INGEST_OK, and the sink had refused a record with a status that is newer "
        "than it",
        "anything but INGEST_OK is a refusal"};
}

void expect_unknown_verdict_skips(Trial& trial) {
  Scene scene(trial);
  CheckSink sink(CallKind::kFetch);
  sink.choose([](const std::string&) { return kUnknownVerdict; });
  trial.stage("fetch, with a verdict on units that nobody knows");
  scene.fetch(sink);
  for (const SinkEvent& event : sink.events())
    if (event.what == SinkEvent::What::kEnd ||
        (event.what == SinkEvent::What::kEmit && event.kind == INGEST_RECORD_PAGE))
      throw Fault{"fetch took a verdict on a unit that is newer than it for INGEST_UNIT_WANTED",
                  "any verdict but INGEST_UNIT_WANTED leaves the unit out"};
}

void expect_unknown_answers(Trial& trial) {
  const auto run = [&trial](const char* what, ingest_status next, BrokenSource::Broken broken) {
    SceneOptions options;
    options.age = HostAge::kNewer;
    options.source = std::make_unique<BrokenSource>(
        std::make_unique<ScriptedSource>(trial.subject().check), 0, std::move(broken));
    Scene scene(trial, std::move(options));
    scene.http.next_gives(next);
    CheckSink pages(CallKind::kFetch, HostAge::kNewer);
    trial.stage(std::string("fetch, with ") + what);
    const CallEnd end = scene.instance.fetch(scene.new_call(), pages);
    if (end.ok() && scene.http.counts().requests != 0 &&
        pages.of_kind(INGEST_RECORD_PAGE).size() != 0)
      throw Fault{std::string("fetch emitted pages of answers with ") + what,
                  "a status that is unknown counts as INGEST_E_INTERNAL"};
  };
  run("a status of responses that nobody knows", INGEST_OK, [](const Request&, Answer good) {
    good.status = kUnknownStatus;
    good.phase = INGEST_HTTP_PHASE_DONE + 5;
    good.error = "something that has no code yet";
    return good;
  });
  run("a status of next that nobody knows", kUnknownStatus,
      [](const Request&, Answer good) { return good; });
}

void newer_host(Trial& trial) {
  expect_same_with(trial, HostAge::kNewer, "a newer host, whose tables are longer");
  expect_stop_at_unknown_status(trial);
  expect_unknown_verdict_skips(trial);
  expect_unknown_answers(trial);
}

void works_without_extensions(Trial& trial) {
  SceneOptions options;
  options.offers_http = false;
  Scene scene(trial, std::move(options));
  const auto expect_sound = [](const char* call, const CallEnd& end) {
    if (const std::string fault = fault_of_error(end); !fault.empty())
      throw Fault{std::string(call) + ", without the host's HTTP, " + fault,
                  "say that it needs a host with " INGEST_EXT_HTTP};
    if (end.status == INGEST_E_INTERNAL)
      throw Fault{std::string(call) + ", without the host's HTTP, returned " + end.shown(),
                  "INGEST_E_UNSUPPORTED, and that it needs a host with " INGEST_EXT_HTTP};
  };
  CheckSink checks(CallKind::kTest);
  expect_sound("test_connection", scene.test(checks));
  CheckSink pages(CallKind::kFetch);
  expect_sound("fetch", scene.fetch(pages));
}

constexpr std::array kHostCases = {
    Case{"older-host", "It works with the oldest host of its major.", Ready::kInstance, older_host},
    Case{"newer-host", "It works with a host that knows more than it.", Ready::kInstance,
         newer_host},
    Case{"works-without-host-extensions", "Where an extension is missing, it says so.",
         Ready::kInstance, works_without_extensions},
};

}  // namespace

std::span<const Case> host_cases() { return kHostCases; }

}  // namespace ingest::host::conformance
